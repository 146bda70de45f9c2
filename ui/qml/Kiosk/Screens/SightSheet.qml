pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// «Dễ nhìn»: the size of the text, the colours, more time.
Sheet {
    id: sheet

    required property ShellModel shell

    opened: sheet.shell.overlay === "display"
    icon: Theme.landscape && Theme.scale > 1.3 ? "" : "text-aa"
    title: qsTr("Dễ nhìn")

    Label {
        text: qsTr("Cỡ chữ")
        color: Theme.mute
    }

    Row {
        id: sizes

        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: [{ key: "A", text: qsTr("Vừa") }, { key: "A+", text: qsTr("Lớn") }, { key: "A++", text: qsTr("Rất lớn") }]

            SegmentButton {
                required property var modelData

                width: (sizes.width - 2 * sizes.spacing) / 3
                text: modelData.text
                selected: sheet.shell.textScale === modelData.key
                onClicked: sheet.shell.display(modelData.key, "")
            }
        }
    }

    Label {
        text: qsTr("Màu")
        color: Theme.mute
    }

    Row {
        id: colours

        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: [{ key: "light", text: qsTr("Sáng") }, { key: "high", text: qsTr("Đậm nét") }, { key: "dark", text: qsTr("Nền tối") }]

            SegmentButton {
                required property var modelData

                width: (colours.width - 2 * colours.spacing) / 3
                text: modelData.text
                selected: sheet.shell.contrast === modelData.key
                onClicked: sheet.shell.display("", modelData.key)
            }
        }
    }

    CheckRow {
        width: parent.width
        text: qsTr("Cần thêm thời gian")
        help: qsTr("Máy chờ lâu gấp đôi trước khi che màn hình")
        checked: sheet.shell.patient
        onClicked: sheet.shell.answer("patient")
    }

    PrimaryButton {
        width: parent.width
        text: qsTr("Xong")
        onClicked: sheet.shell.answer("close")
    }
}
