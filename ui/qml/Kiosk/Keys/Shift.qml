pragma Singleton

import QtQuick
import QtQuick.VirtualKeyboard
import Kiosk.Keyboard

// Whether the next letter is a capital: by itself at the start of a name, or because ⇧ was pressed.
QtObject {
    id: shift

    property string pressed: "" // "" (as the text asks) | "once" | "locked" | "off"

    readonly property bool starting: {
        if (Entry.hints === "code")
            return true;
        const before = InputContext.surroundingText.slice(0, InputContext.cursorPosition);
        return Entry.hints === "name" ? /(^|[ '’.-])$/.test(before) : Entry.hints === "text" && before === "";
    }
    readonly property bool upper: pressed === "once" || pressed === "locked" || (pressed === "" && starting)

    // ⇧ once: the next letter; twice: all letters; again: none.
    function press(): void {
        pressed = pressed === "once" ? "locked" : upper ? "off" : "once";
    }

    function letterTyped(): void {
        if (pressed !== "locked")
            pressed = "";
    }
}
