"""The calibration of the lifetime model: data in, parameters out."""
