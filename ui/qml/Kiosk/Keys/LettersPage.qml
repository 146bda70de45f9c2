import QtQuick
import QtQuick.Layouts
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components
import Kiosk.Keyboard

// Letters under the tone row.
KeyboardLayout {
    keyWeight: 100

    KeyRow {
        MarkKey { mark: "á" }
        MarkKey { mark: "à" }
        MarkKey { mark: "ả" }
        MarkKey { mark: "ã" }
        MarkKey { mark: "ạ" }
        MarkKey { mark: "â"; weight: 128; displayText: "â ê ô" }
        MarkKey { mark: "ơ"; displayText: "ơ ư" }
        MarkKey { mark: "ă" }
        MarkKey { mark: "đ" }
        LetterKey { letter: "'"; tone: "mark" }
    }

    KeyRow {
        LetterKey { letter: "q" }
        LetterKey { letter: "w" }
        LetterKey { letter: "e" }
        LetterKey { letter: "r" }
        LetterKey { letter: "t" }
        LetterKey { letter: "y" }
        LetterKey { letter: "u" }
        LetterKey { letter: "i" }
        LetterKey { letter: "o" }
        LetterKey { letter: "p" }
    }

    KeyRow {
        Item { Layout.preferredWidth: 50; Layout.fillWidth: true }
        LetterKey { letter: "a" }
        LetterKey { letter: "s" }
        LetterKey { letter: "d" }
        LetterKey { letter: "f" }
        LetterKey { letter: "g" }
        LetterKey { letter: "h" }
        LetterKey { letter: "j" }
        LetterKey { letter: "k" }
        LetterKey { letter: "l" }
        Item { Layout.preferredWidth: 50; Layout.fillWidth: true }
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
        LetterKey { letter: "z" }
        LetterKey { letter: "x" }
        LetterKey { letter: "c" }
        LetterKey { letter: "v" }
        LetterKey { letter: "b" }
        LetterKey { letter: "n" }
        LetterKey { letter: "m" }
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
            displayText: "123"
            noKeyEvent: true
            weight: 110
            onClicked: Entry.symbols = true
        }
        KeyCap {
            tone: "special"
            displayText: Entry.telex ? qsTr("Gõ dấu: bật") : qsTr("Gõ dấu: tắt")
            noKeyEvent: true
            weight: 225
            onClicked: Entry.telex = !Entry.telex
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
