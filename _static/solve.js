/* Solves a model in the page, as exactly as the library does in Python.
 *
 * boneSolve(rates, initial, parameters, times, scale) integrates dy/dt with the explicit Dormand-Prince 5(4)
 * pair and reads the solution at `times` from its fourth-order interpolant, so that the number of
 * points drawn does not change the steps taken.
 *
 * Dormand and Prince, J. Comput. Appl. Math. 1980;6:19-26. Interpolant and step control:
 * Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I, section II.6.
 */
"use strict";

(function () {
  const RTOL = 1e-10; // the page promises 1e-6; errors add up, and more so at the kinks of a Max
  const ATOL = 1e-20; // times each scale; tiny, since cells grow back from far below one
  const MAX_STEPS = 20000; // about 0.1 s for a small model: a page must never hang
  const RUNAWAY = 1e6; // times each state's own scale: nothing living gets there

  // Row i holds the weights of stages 0..i-1 for stage i; the last row is also the fifth-order solution.
  const A = [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ];
  const NODES = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];
  // Fifth-order minus fourth-order weights: the error estimate.
  const ERROR = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];
  // The term that lifts the interpolant from third to fourth order.
  const DENSE = [
    -12715105075 / 11282082432, 0, 87487479700 / 32700410799, -10690763975 / 1880347072,
    701980252875 / 199316789632, -1453857185 / 822651844, 69997945 / 29380423,
  ];

  /** Root mean square of v, each entry measured by its own tolerance. */
  function norm(v, tolerance) {
    let sum = 0;
    for (let i = 0; i < v.length; i++) sum += (v[i] / tolerance[i]) ** 2;
    return Math.sqrt(sum / v.length);
  }

  /** A first step for which an explicit Euler step would change y by about one percent of the tolerance's scale. */
  function firstStep(slope, y, tolerance, span) {
    const size = norm(y, tolerance), speed = norm(slope, tolerance);
    const guess = size > 1e-5 && speed > 1e-5 ? (0.01 * size) / speed : 1e-6 * span;
    return Math.min(guess, 0.01 * span);
  }

  /** The seven stages of one step from (t, y); leaves the new state in `next`. */
  function stages(rates, t, y, parameters, h, k, next) {
    for (let s = 1; s < 7; s++) {
      const row = A[s];
      for (let i = 0; i < y.length; i++) {
        let sum = 0;
        for (let j = 0; j < s; j++) sum += row[j] * k[j][i];
        next[i] = y[i] + h * sum;
      }
      rates(t + NODES[s] * h, next, parameters, k[s]);
    }
  }

  /** Error of the step in units of the tolerance: at most 1 is accepted, NaN is not. */
  function stepError(y, next, k, h, scale, work, tolerance) {
    for (let i = 0; i < y.length; i++) {
      let sum = 0;
      for (let j = 0; j < 7; j++) sum += ERROR[j] * k[j][i];
      work[i] = h * sum;
      tolerance[i] = ATOL * scale[i] + RTOL * Math.max(Math.abs(y[i]), Math.abs(next[i]));
    }
    return norm(work, tolerance);
  }

  /** State i at the fraction u of the step from y to next. */
  function interpolate(i, u, y, next, k, h) {
    const change = next[i] - y[i];
    const bend = h * k[0][i] - change;
    let lift = 0;
    for (let j = 0; j < 7; j++) lift += DENSE[j] * k[j][i];
    const v = 1 - u;
    return y[i] + u * (change + v * (bend + u * (change - h * k[6][i] - bend + v * h * lift)));
  }

  /** Index of a state that has left every meaningful range, or -1. */
  function runaway(y, scale) {
    for (let i = 0; i < y.length; i++) {
      if (!(Math.abs(y[i]) <= RUNAWAY * scale[i])) return i;
    }
    return -1;
  }

  /**
   * Values of every state at `times` (which increase; the first is the time of `initial`).
   *
   * Returns {values: one array per state, steps, rejected, stop}. `stop` is null, or says at which time and in which
   * state (index) the solution ran away, or that the steps were used up; later values are NaN, never invented.
   */
  window.boneSolve = function (rates, initial, parameters, times, scale) {
    const n = initial.length, end = times[times.length - 1];
    const values = Array.from({ length: n }, () => new Float64Array(times.length).fill(NaN));
    const k = Array.from({ length: 7 }, () => new Float64Array(n));
    let y = Float64Array.from(initial), next = new Float64Array(n);
    const work = new Float64Array(n);
    const tolerance = Float64Array.from(y, (v, i) => ATOL * scale[i] + RTOL * Math.abs(v));
    const result = { values, steps: 0, rejected: 0, stop: null };
    let t = times[0], point = 1;
    for (let i = 0; i < n; i++) values[i][0] = y[i];
    rates(t, y, parameters, k[0]);
    let h = firstStep(k[0], y, tolerance, end - t);
    while (point < times.length) {
      if (result.steps + result.rejected >= MAX_STEPS) {
        result.stop = { time: t, state: -1, reason: "steps" };
        return result;
      }
      const last = t + 1.0001 * h >= end; // no sliver of a step at the end
      if (last) h = end - t;
      stages(rates, t, y, parameters, h, k, next);
      const error = stepError(y, next, k, h, scale, work, tolerance);
      if (!(error <= 1)) {
        // Not a number: the step left the domain of a power or logarithm. Come closer more carefully.
        h *= error > 1 && error < Infinity ? Math.max(0.2, 0.9 * error ** -0.2) : 0.1;
        result.rejected++;
        if (h < 1e-13 * Math.max(Math.abs(t), end - times[0])) {
          result.stop = { time: t, state: steepest(k[0], scale), reason: "runaway" };
          return result;
        }
        continue;
      }
      const reached = last ? end : t + h;
      for (; point < times.length && times[point] <= reached; point++) {
        const u = last && times[point] === end ? 1 : (times[point] - t) / h;
        for (let i = 0; i < n; i++) values[i][point] = interpolate(i, u, y, next, k, h);
      }
      [y, next] = [next, y];
      [k[0], k[6]] = [k[6], k[0]]; // the last stage is the first of the next step
      t = reached;
      h *= Math.min(5, 0.9 * Math.max(error, 1e-10) ** -0.2);
      result.steps++;
      const lost = runaway(y, scale);
      if (lost >= 0) {
        result.stop = { time: t, state: lost, reason: "runaway" };
        return result;
      }
    }
    return result;
  };

  /** The state that changes fastest on its own scale: the one to name when a step can no longer shrink. */
  function steepest(slope, scale) {
    let best = 0;
    for (let i = 1; i < slope.length; i++) {
      if (!(Math.abs(slope[i]) / scale[i] <= Math.abs(slope[best]) / scale[best])) best = i;
    }
    return best;
  }
})();
