import QtQuick
import QtQuick.VirtualKeyboard as VK
import Kiosk.Keyboard

// The input method: every key goes straight into the field, so that what is seen is what the field holds.
VK.InputMethod {
    id: method

    function inputModes(locale) {
        return [VK.InputEngine.InputMode.Latin];
    }

    function setInputMode(locale, mode) {
        return true;
    }

    function setTextCase(textCase) {
        return true;
    }

    function reset() {
        Shift.pressed = "";
    }

    function update() {
    }

    function selectionLists() {
        return [];
    }

    function keyEvent(key, text, modifiers) {
        if (key === Qt.Key_Backspace) {
            VK.InputContext.sendKeyClick(Qt.Key_Backspace, "", 0);
            return true;
        }
        if (text === "")
            return false;
        const before = VK.InputContext.surroundingText.slice(0, VK.InputContext.cursorPosition);
        const edit = key === Qt.Key_Multi_key
            ? Entry.composer.mark(before, text, Shift.upper)
            : Entry.composer.press(before, text, Entry.telex && (Entry.page === "letters" || Entry.page === "symbols"));
        VK.InputContext.commit(edit.text, -edit.replaced, edit.replaced);
        Shift.letterTyped();
        return true;
    }
}
