"""What is put into a student's kernel before the first cell; sent as text, so it imports nothing.

It bounds what is printed, makes `exit()` end a cell and not Python, and puts NumPy, SciPy, the
library and the functions of locked cells back in place before each test.
"""
# mypy: ignore-errors


def _begin_grading(token, most):  # noqa: ANN001, ANN202
    import builtins  # noqa: PLC0415 - nothing of this stays in the student's namespace
    import functools  # noqa: PLC0415
    import importlib  # noqa: PLC0415
    import sys  # noqa: PLC0415
    import types  # noqa: PLC0415

    shell = builtins.get_ipython()
    for name in ("bonebalance.grading", "scipy.integrate"):
        importlib.import_module(name)
    exchanged = ("input", "getpass")  # Jupyter itself puts others there for each cell
    watched = ("numpy", "scipy", "bonebalance", "math", "builtins", "operator")
    show = shell.display_pub.publish
    passed = 0
    kept = []
    locked = {}
    lists = [
        (one, list(one))
        for one in (
            shell.ast_transformers,
            shell.input_transformers_post,
            shell.input_transformer_manager.cleanup_transforms,
            shell.input_transformer_manager.line_transforms,
            shell.input_transformer_manager.token_transformers,
        )
    ]

    def limit(_):  # noqa: ANN001, ANN202
        # IPython puts a new `write` in place for each cell, so this is done for each cell.
        for stream in (sys.stdout, sys.stderr):

            def write(text, *, send=stream.write):  # noqa: ANN001, ANN202
                nonlocal passed
                passed += len(text)
                if passed > most:
                    msg = f"stopped: this notebook prints more than {most:,} characters"
                    raise RuntimeError(msg)
                return send(text)

            stream.write = write

    def leave(*_):  # noqa: ANN002, ANN202
        msg = "exit() was called"
        raise SystemExit(msg)

    def keep(name, place, put):  # noqa: ANN001, ANN202
        mine = [
            (key, value) for key, value in place.items() if callable(value) and key not in exchanged
        ]
        kept.append((name, place, put, mine))

    def keep_locked(names):  # noqa: ANN001, ANN202
        here = shell.user_ns
        mine = {name: here[name] for name in names if name in here}
        locked.update(
            {
                name: value
                for name, value in mine.items()
                if callable(value) or isinstance(value, types.ModuleType)
            }
        )

    def put_back():  # noqa: ANN202
        found = []
        here = shell.user_ns
        for owner, place, put, mine in [*kept, ("", here, here.__setitem__, locked.items())]:
            for key, value in mine:
                if place.get(key) is not value:
                    put(key, value)
                    found.append(f"{owner}.{key}".strip("."))
        # The helpers as they are on disk, for a part of theirs may have been exchanged.
        sys.modules.pop("bonebalance.grading", None)
        fresh = importlib.import_module("bonebalance.grading")
        for name, value in locked.items():
            if getattr(value, "__module__", "") == fresh.__name__:
                locked[name] = here[name] = getattr(fresh, value.__name__)
        for now, before in lists:
            if now != before:
                now[:] = before
                found.append("the way in which cells are read")
        sys.settrace(None)
        sys.setprofile(None)
        show({"text/plain": repr(found[:5])})

    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in watched and isinstance(module, types.ModuleType):
            keep(name, module.__dict__, module.__dict__.__setitem__)
            for one in list(module.__dict__.values()):
                if isinstance(one, type) and one.__module__ == name and "bonebalance" in name:
                    keep(f"{name}.{one.__name__}", vars(one), functools.partial(setattr, one))
    builtins.exit = builtins.quit = shell.user_ns["exit"] = shell.user_ns["quit"] = leave
    shell.events.register("pre_run_cell", limit)
    shell.InteractiveTB.set_mode("Plain")  # the richer one takes half a minute over deep recursion
    sys.modules[token] = types.SimpleNamespace(keep=keep_locked, put_back=put_back)
