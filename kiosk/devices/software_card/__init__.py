"""A card made of software: it speaks the real protocol from the card's side, with keys and issuers made on the spot."""
