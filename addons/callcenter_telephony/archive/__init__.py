from . import folder, s3
from .base import StoreFault
