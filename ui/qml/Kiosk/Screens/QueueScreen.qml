pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// What waits to be sent and why, for a volunteer: it names nobody, and nothing here can be lost.
Page {
    id: screen

    required property QueueModel model
    bar: ActionBar {
        nextText: qsTr("Gửi lại ngay")
        nextIcon: "paper-plane-tilt"
        nextEnabled: screen.model.canRetry
        onBack: screen.model.back()
        onNext: screen.model.retry()
    }

    Column {
        id: head

        width: parent.width - (Theme.landscape && toStick.visible ? toStick.width + Theme.gap : 0)
        spacing: Theme.landscape ? 6 : 14

        Label {
            width: parent.width
            text: qsTr("Hồ sơ chờ gửi")
            role: "question"
        }

        Label {
            visible: !Theme.landscape
            width: parent.width
            text: qsTr("Không ghi tên ai. Mã được che bớt: đối chiếu với phiếu của người dân.")
            color: Theme.mute
        }
    }

    // Beside the heading where the screen is low, else under it.
    QuietButton {
        id: toStick

        readonly property bool writing: screen.model.exportButton === "writing"

        visible: screen.model.exportButton !== ""
        x: Theme.landscape ? parent.width - width : 0
        y: Theme.landscape ? 0 : head.height + Theme.gap
        width: Theme.landscape ? implicitWidth : parent.width
        text: writing ? qsTr("Đang ghi ra USB…") : qsTr("Xuất ra USB")
        icon: "hard-drive"
        enabled: !writing
        onClicked: screen.model.export()
    }

    PagedList {
        id: list

        y: (toStick.visible ? Math.max(head.height, toStick.y + toStick.height) : head.height) + Theme.gap
        width: parent.width
        height: parent.height - y
        model: screen.model.rows
        delegate: FactCard {
            width: list.rowWidth
        }
    }
}
