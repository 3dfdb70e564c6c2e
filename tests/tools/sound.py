"""What is in a sound: is this tone on that side? Levels are measured, never guessed by ear."""

import wave

import numpy as np

from .rtp import DECODE, RATE


def read_wav(path) -> tuple[np.ndarray, int]:
    """(samples, rate): floats of -1 to 1, one column a channel."""
    with wave.open(str(path)) as sound:
        if sound.getsampwidth() != 2:
            raise ValueError(f"{path}: not 16 bit")
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").reshape(-1, sound.getnchannels())
        return samples / 32768.0, sound.getframerate()


def from_mulaw(heard: bytes) -> np.ndarray:
    """One channel of floats from what a phone has heard."""
    return np.array(DECODE, dtype=float)[np.frombuffer(bytes(heard), np.uint8)] / 32768.0


def share(samples: np.ndarray, hertz: float, rate: int = RATE, width: float = 15.0) -> np.ndarray:
    """Share of the energy (0 to 1) that lies within ``width`` of ``hertz``, for each half second; silence gives 0."""
    size = rate // 2
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    power = np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)) ** 2
    near = np.abs(np.fft.rfftfreq(size, 1 / rate) - hertz) <= width
    total = power[:, 1:].sum(axis=1)
    loud = np.sqrt((frames**2).mean(axis=1)) > 0.003
    return np.where(loud, power[:, near].sum(axis=1) / np.maximum(total, 1e-12), 0.0)


def seconds_of(samples: np.ndarray, hertz: float, rate: int = RATE, at_least: float = 0.7) -> float:
    """How long the tone is clearly what is heard."""
    return float((share(samples, hertz, rate) >= at_least).sum()) / 2
