"""A stand-in for Asterisk's manager: speaks AMI, keeps members and AstDB, and has a back door for tests."""

from .server import FakeAmi

__all__ = ["FakeAmi"]
