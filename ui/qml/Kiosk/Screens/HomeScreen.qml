pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// What works on this machine, and nothing else.
Item {
    id: screen

    required property HomeModel model
    property Item bar: null

    Column {
        id: column

        width: parent.width
        spacing: Theme.gap

        Label {
            width: parent.width
            text: qsTr("Hôm nay cần làm việc gì?")
            role: "display"
        }

        Label {
            visible: text !== "" && !Theme.landscape
            width: parent.width
            text: screen.model.subtitle
            color: Theme.mute
        }

        Panel {
            visible: text !== ""
            width: parent.width
            tone: "waiting"
            icon: "info"
            text: screen.model.notice
        }

        FieldButton {
            width: parent.width
            text: qsTr("Tìm thủ tục")
            hint: qsTr("khai sinh, tạm trú…")
            onClicked: screen.model.ask("search")
        }

        HeroButton {
            visible: screen.model.card
            width: parent.width
            text: qsTr("Đặt thẻ căn cước")
            help: qsTr("Máy điền sẵn họ tên, ngày sinh. Máy không giữ thẻ. Không mang thẻ? Bấm «Tìm thủ tục».")
            onClicked: screen.model.ask("card")
        }

        Label {
            width: parent.width
            topPadding: Theme.landscape ? 0 : Theme.gap
            text: qsTr("Làm được trên máy này")
            role: "title"
        }

        Grid {
            id: tiles

            readonly property real unit: (column.width - (columns - 1) * spacing) / columns

            width: parent.width
            columns: Theme.landscape || Theme.scale < 1.5 ? 2 : 1
            spacing: Theme.gap

            Repeater {
                model: screen.model.tiles

                ProcedureTile {
                    width: tiles.unit
                    height: Math.max(implicitHeight, Theme.landscape ? 150 : 260)
                    onChosen: key => screen.model.open(key)
                }
            }
        }
    }

    Grid {
        id: later

        y: parent.height - height
        width: parent.width
        columns: Theme.landscape || Theme.scale < 1.3 ? 2 : 1
        spacing: Theme.gap

        readonly property real unit: (width - (columns - 1) * spacing) / columns

        GoldButton {
            width: later.unit
            text: qsTr("Làm tiếp hồ sơ dở")
            icon: "file-text"
            onClicked: screen.model.ask("resume")
        }

        GoldButton {
            width: later.unit
            text: qsTr("Tra cứu hồ sơ")
            icon: "magnifying-glass"
            onClicked: screen.model.ask("track")
        }
    }
}
