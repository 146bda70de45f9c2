pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// What a resident should know before beginning.
Page {
    id: screen

    required property BeforeModel model
    bar: ActionBar {
        nextText: qsTr("Bắt đầu")
        onBack: screen.model.back()
        onNext: screen.model.begin()
    }

    Column {
        id: head

        width: parent.width
        spacing: Theme.landscape ? 6 : 14

        Label {
            width: parent.width
            text: screen.model.name
            role: text.length < 90 ? "question" : text.length < 180 ? "title" : "action"
            Accessible.role: Accessible.Heading
        }

        Label {
            visible: Theme.scale < 1.3
            width: parent.width
            text: qsTr("Kết quả: %1. %2").arg(screen.model.result).arg(screen.model.minutes)
            color: Theme.mute
        }

        GoldButton {
            visible: screen.model.successor !== ""
            width: parent.width
            text: qsTr("Mở thủ tục thay thế: %1").arg(screen.model.successorName)
            icon: "arrow-right"
            onClicked: screen.model.replace()
        }
    }

    PagedList {
        id: facts

        y: head.height + Theme.gap
        width: parent.width
        height: parent.height - y
        model: screen.model.facts
        delegate: FactCard {
            width: facts.rowWidth
        }
    }
}
