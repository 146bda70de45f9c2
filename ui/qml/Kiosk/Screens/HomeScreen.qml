pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// What works on this machine, and nothing else. On a low screen what to begin with stands beside what there is.
Page {
    id: screen

    required property HomeModel model
    readonly property bool tight: Theme.landscape && Theme.scale > 1.3
    readonly property real side: Theme.landscape ? Math.round(width * (tight ? 0.44 : 0.36)) : width // of the left

    Column {
        id: head

        width: parent.width
        spacing: Theme.gap

        Label {
            width: parent.width
            text: qsTr("Hôm nay cần làm việc gì?")
            role: "display"
        }

        Label {
            visible: text !== "" && !Theme.landscape && Theme.scale < 1.3
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

        Row {
            visible: screen.model.catalogue !== "" && !(screen.tight && screen.model.notice !== "")
            width: parent.width
            spacing: 12

            Icon {
                id: dated

                name: "calendar-blank"
                size: Math.round(Theme.label * 1.25)
                color: Theme.mute
            }

            Label {
                width: parent.width - dated.width - parent.spacing
                text: screen.model.catalogue
                role: "label"
                color: Theme.mute
            }
        }
    }

    Column {
        id: firsts

        y: head.height + Theme.gap
        width: screen.side
        spacing: Theme.gap

        FieldButton {
            width: parent.width
            text: qsTr("Tìm thủ tục")
            hint: screen.tight ? "" : screen.model.situations && !Theme.landscape ? qsTr("khai sinh, thường trú, trợ cấp…") : qsTr("khai sinh, tạm trú…")
            onClicked: screen.model.ask("search")
        }

        HeroButton {
            visible: screen.model.card
            width: parent.width
            text: qsTr("Đặt thẻ căn cước")
            help: screen.tight ? "" : Theme.scale > 1.3 || Theme.landscape ? qsTr("Máy điền sẵn họ tên, ngày sinh.") : qsTr("Máy điền sẵn họ tên, ngày sinh. Máy không giữ thẻ. Không mang thẻ? Bấm «Tìm thủ tục».")
            onClicked: screen.model.ask("card")
        }
    }

    Label {
        id: heading

        x: Theme.landscape ? screen.side + Theme.gap : 0
        y: Theme.landscape ? firsts.y : firsts.y + firsts.height + 2 * Theme.gap
        width: parent.width - x
        text: screen.model.situations ? qsTr("Chọn theo việc trong đời sống") : qsTr("Làm được trên máy này")
        role: "title"
    }

    HomeOffer {
        x: heading.x
        y: heading.y + heading.height + Theme.gap
        width: parent.width - x
        height: (Theme.landscape ? parent.height : later.y - Theme.gap) - y
        model: screen.model
    }

    Grid {
        id: later

        readonly property real unit: (width - (columns - 1) * spacing) / columns

        y: parent.height - height
        width: screen.side
        columns: Theme.landscape || Theme.scale > 1.3 ? 1 : 2
        spacing: Theme.gap

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
