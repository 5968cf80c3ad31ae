"""The outside world of enterprises: the register of businesses, and the message channel."""

from vendors.gateways.channel import Channel, ChannelFailed, channel
from vendors.gateways.register import MOST_NUMBERS, Register, State, StatusFailed, register

__all__ = [
    "MOST_NUMBERS",
    "Channel",
    "ChannelFailed",
    "Register",
    "State",
    "StatusFailed",
    "channel",
    "register",
]
