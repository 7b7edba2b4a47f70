"""Tests: one file a room, named for what it promises; tests/browser drives a real Chromium."""
