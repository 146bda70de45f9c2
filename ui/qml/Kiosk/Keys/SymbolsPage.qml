import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components
import Kiosk.Keyboard

// Digits, signs, and letters of the highland languages that have no key of their own.
KeyboardLayout {
    keyWeight: 100

    KeyRow {
        LetterKey { letter: "1" }
        LetterKey { letter: "2" }
        LetterKey { letter: "3" }
        LetterKey { letter: "4" }
        LetterKey { letter: "5" }
        LetterKey { letter: "6" }
        LetterKey { letter: "7" }
        LetterKey { letter: "8" }
        LetterKey { letter: "9" }
        LetterKey { letter: "0" }
    }

    KeyRow {
        LetterKey { letter: "-" }
        LetterKey { letter: "/" }
        LetterKey { letter: "." }
        LetterKey { letter: "," }
        LetterKey { letter: ":" }
        LetterKey { letter: ";" }
        LetterKey { letter: "(" }
        LetterKey { letter: ")" }
        LetterKey { letter: "&" }
        LetterKey { letter: "'" }
    }

    KeyRow {
        LetterKey { letter: "ĕ" }
        LetterKey { letter: "ŏ" }
        LetterKey { letter: "ĭ" }
        LetterKey { letter: "ŭ" }
        LetterKey { letter: "č" }
        LetterKey { letter: "ñ" }
        LetterKey { letter: "ƀ" }
        LetterKey { letter: "+" }
        LetterKey { letter: "%" }
        LetterKey { letter: "@" }
    }

    KeyRow {
        KeyCap {
            tone: "special"
            icon: "arrow-fat-up"
            spoken: qsTr("Chữ hoa")
            noKeyEvent: true
            weight: 150
            lit: Shift.upper
            onClicked: Shift.press()
        }
        LetterKey { letter: "\"" }
        LetterKey { letter: "?" }
        LetterKey { letter: "!" }
        LetterKey { letter: "_" }
        LetterKey { letter: "=" }
        LetterKey { letter: "*" }
        LetterKey { letter: "#" }
        KeyCap {
            tone: "special"
            displayText: qsTr("Xóa")
            key: Qt.Key_Backspace
            weight: 150
        }
    }

    KeyRow {
        KeyCap {
            tone: "special"
            displayText: qsTr("Chữ cái")
            noKeyEvent: true
            weight: 335
            onClicked: Entry.symbols = false
        }
        KeyCap {
            text: " "
            displayText: qsTr("Dấu cách")
            key: Qt.Key_Space
            weight: 375
        }
        KeyCap {
            tone: "special"
            displayText: qsTr("Đóng bàn phím")
            noKeyEvent: true
            weight: 290
            onClicked: InputContext.priv.hideInputPanel()
        }
    }
}
