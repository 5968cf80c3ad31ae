"""The longer commands of ``onjang``, one module each."""
