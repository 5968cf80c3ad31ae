"""An organization's own settings: everybody there may look, owners and finance may change."""
