pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// A card on the chip reader: what opens it is typed or photographed, and it is held still until it is read.
Sheet {
    id: sheet

    required property ShellModel shell
    required property ChipModel chip

    readonly property bool asking: chip.stage === "key"
    readonly property bool typing: chip.stage === "lines"
    readonly property bool beside: Theme.landscape && typing // the pad stands beside what is typed

    opened: sheet.shell.overlay === "chip"
    icon: typing || (Theme.landscape && asking) ? "" : "identification-card"
    title: sheet.chip.title
    text: typing || (Theme.landscape && asking) ? "" : sheet.chip.text

    TypedPlaces {
        visible: sheet.asking
        width: parent.width
        typed: sheet.chip.digits
        hidden: true
    }

    Item {
        visible: sheet.typing
        width: parent.width
        height: sheet.beside ? Math.max(words.height, pad.height) : words.height

        Column {
            id: words

            width: sheet.beside ? parent.width - 380 - Theme.gap : parent.width
            spacing: Theme.gap

            CardBack {
                width: parent.width
                part: sheet.chip.part
            }

            Label {
                width: parent.width
                text: sheet.chip.text
                role: Theme.landscape ? "label" : "body"
                color: sheet.chip.wrong ? Theme.error : Theme.ink
            }

            TypedPlaces {
                width: parent.width
                count: sheet.chip.length
                typed: sheet.chip.digits
                wrong: sheet.chip.wrong
            }
        }

        NumberPad {
            id: pad

            visible: sheet.beside
            x: parent.width - width
            width: 380
            height: 340
            filler: true
            onDigit: text => sheet.chip.press(text)
            onErase: sheet.chip.press("")
        }
    }

    NumberPad {
        visible: sheet.asking || (sheet.typing && !sheet.beside)
        width: parent.width
        height: Theme.landscape ? 340 : implicitHeight
        filler: sheet.typing
        onDigit: text => sheet.chip.press(text)
        onErase: sheet.chip.press("")
    }

    PrimaryButton {
        visible: sheet.typing && sheet.chip.canGoOn
        width: parent.width
        text: qsTr("Tiếp tục")
        onClicked: sheet.chip.answer("next")
    }

    PrimaryButton {
        visible: sheet.chip.stage === "look"
        width: parent.width
        text: qsTr("Chụp")
        icon: "camera"
        enabled: !sheet.chip.working
        onClicked: sheet.chip.answer("capture")
    }

    PrimaryButton {
        visible: sheet.chip.stage === "trouble" && sheet.chip.again
        width: parent.width
        text: qsTr("Thử lại")
        onClicked: sheet.chip.answer("again")
    }

    Flow {
        id: ways

        readonly property real half: Theme.landscape ? (width - spacing) / 2 : width

        width: parent.width
        spacing: Theme.gap

        GoldButton {
            visible: sheet.typing && sheet.chip.camera
            width: ways.half
            text: qsTr("Chụp mặt sau thẻ")
            icon: "camera"
            onClicked: sheet.chip.answer("look")
        }

        GoldButton {
            visible: sheet.asking || sheet.chip.stage === "look" || sheet.chip.lines
            width: ways.half
            text: qsTr("Gõ các số ở mặt sau thẻ")
            onClicked: sheet.chip.answer("lines")
        }

        QuietButton {
            visible: sheet.typing && sheet.chip.part !== "document"
            width: ways.half
            text: qsTr("Xem lại phần trước")
            onClicked: sheet.chip.answer("back")
        }

        QuietButton {
            width: ways.half
            text: sheet.chip.stage === "trouble" ? qsTr("Đóng, gõ tay") : qsTr("Không đọc chip")
            onClicked: sheet.chip.answer("close")
        }
    }
}
