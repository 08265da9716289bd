"""Tests of the sandbox: what it promises to the test suites that rely on it."""
