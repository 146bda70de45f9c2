"""What a technician reads when a stick is not taken or not written: the reason, and the next step."""

from __future__ import annotations

from collections.abc import Mapping

REFUSED: Mapping[str, str] = {
    "strange": "it is no such file; look for motcham-….parcel or motcham-….receipts",
    "newer": "a later release wrote it; update this machine first",
    "torn": "it ends too early, the copy was cut off; export again, and unmount the stick before pulling it out",
    "altered": "its bytes are not those that were signed; export again, on another stick if it happens twice",
    "too_large": "it is larger than an export ever is",
    "audience": "it belongs to another world: demo, practice and production never mix",
    "device": "the kiosk it comes from is not known here; on the gateway: `gateway devices add`",
    "gateway": "it is sealed to another gateway; take it there",
    "unreadable": "the stick does not give it; plug it in again, or export again on another one",
    "no_room": "this kiosk needs its room for its own dossiers; bring the stick to another one",
}

NOT_WRITTEN: Mapping[str, str] = {
    "no_folder": "there is no such folder; is the stick mounted?",
    "many": "more than one file is needed; name a folder",
    "exists": "a file has that name already; name another, or a folder",
    "full": "the stick has too little room",
    "read_only": "the stick or the folder does not let itself be written; move its lock, or take another one",
    "gone": "the stick went away or is broken; plug it in and export again",
    "not_kept": "what was read back is not what was written; take another stick",
    "changed": "a dossier was being erased meanwhile; export again",
}
