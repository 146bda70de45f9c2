pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// A card on the chip reader: six digits open it, and it is held still until it is read.
Sheet {
    id: sheet

    required property ShellModel shell
    required property ChipModel chip

    readonly property bool asking: chip.stage === "key"
    readonly property bool tight: Theme.landscape && asking

    opened: sheet.shell.overlay === "chip"
    icon: tight ? "" : "identification-card"
    title: asking ? qsTr("Gõ sáu số cuối của số định danh") : chip.stage === "reading" ? qsTr("Giữ yên thẻ trên đầu đọc") : qsTr("Chưa đọc được chip")
    text: asking ? (tight ? "" : qsTr("Sáu số này mở chip của thẻ. Hoặc đưa mã vuông trên thẻ lại gần máy quét.")) : chip.text

    Row {
        visible: sheet.asking
        spacing: Theme.gap / 2

        Repeater {
            model: 6

            Rectangle {
                id: place

                required property int index

                width: Theme.landscape ? 64 : 84
                height: Theme.landscape ? 60 : 108
                radius: Theme.radiusKey
                color: Theme.card
                border.width: place.index === sheet.chip.digits.length ? 3 * Theme.edge : Theme.edge
                border.color: place.index === sheet.chip.digits.length ? Theme.lacquer : Theme.outline

                Label {
                    anchors.centerIn: parent
                    text: place.index < sheet.chip.digits.length ? "•" : ""
                    role: "title"
                }
            }
        }
    }

    NumberPad {
        visible: sheet.asking
        width: parent.width
        height: Theme.landscape ? 340 : implicitHeight
        onDigit: text => sheet.chip.press(text)
        onErase: sheet.chip.press("")
    }

    PrimaryButton {
        visible: sheet.chip.stage === "trouble"
        width: parent.width
        text: qsTr("Thử lại")
        onClicked: sheet.chip.answer("again")
    }

    QuietButton {
        width: parent.width
        text: sheet.chip.stage === "trouble" ? qsTr("Đóng, gõ tay") : qsTr("Không đọc chip")
        onClicked: sheet.chip.answer("close")
    }
}
