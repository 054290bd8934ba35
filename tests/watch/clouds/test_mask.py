"""Clouds and their shadows are masked; a new bright roof is not."""

from __future__ import annotations

import numpy as np

from firsthand.watch.clouds.mask import find_clouds


def looks(count: int = 6, size: int = 60) -> list[np.ndarray]:
    """Clear looks at one landscape, (4, size, size), with a little noise."""
    rng = np.random.default_rng(0)
    ground = 1500 + 300 * np.kron(rng.random((4, 10, 10)), np.ones((1, size // 10, size // 10)))
    return [
        (ground * (1 + 0.02 * rng.standard_normal()) + 30 * rng.standard_normal(ground.shape)) for _ in range(count)
    ]


def test_clear_looks_stay_clear() -> None:
    assert not any(cover.blocked.any() for cover in find_clouds(looks(), 10.0))


def test_a_cloud_and_its_shadow_are_masked_in_their_look_only() -> None:
    stack = looks()
    stack[2][:, 5:20, 5:25] = 6000
    stack[2][:, 30:45, 20:40] *= 0.45
    covers = find_clouds(stack, 10.0)
    assert covers[2].cloud[5:20, 5:25].all()
    assert covers[2].shadow[31:44, 21:39].all()
    assert covers[2].blocked[48:, 45:].sum() == 0
    assert not any(covers[index].blocked.any() for index in (0, 1, 3, 4, 5))


def test_a_large_new_bright_roof_is_no_cloud_since_it_stays() -> None:
    stack = looks()
    for look in stack[3:]:
        look[:, 20:32, 20:34] = 5500
    assert not any(cover.cloud[22:30, 22:32].any() for cover in find_clouds(stack, 10.0))


def test_a_small_bright_patch_is_left_to_the_test_of_time() -> None:
    stack = looks()
    stack[4][:, 30:33, 30:33] = 6000
    assert not find_clouds(stack, 10.0)[4].cloud.any()


def test_an_overcast_look_is_blocked_whole() -> None:
    stack = looks()
    stack[1][:] = 6200 + np.random.default_rng(1).standard_normal(stack[1].shape) * 100
    stack[1][:, :8, :8] = 1600
    assert find_clouds(stack, 10.0)[1].cloud.all()


def test_dark_ground_without_any_cloud_is_no_cloud_shadow() -> None:
    stack = looks()
    stack[3][:, 10:30, 10:30] *= 0.5
    assert not find_clouds(stack, 10.0)[3].shadow.any()


def test_one_look_alone_cannot_be_judged_and_is_left_open() -> None:
    (cover,) = find_clouds(looks(1), 10.0)
    assert not cover.blocked.any()
