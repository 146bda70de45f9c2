pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme
import Kiosk.Controls

GalleryFrame {
    id: page

    Column {
        id: column

        readonly property int columns: Theme.landscape ? 3 : Theme.scale > 1.3 ? 2 : 3

        width: parent.width
        spacing: Theme.gap

        Label {
            width: parent.width
            text: "Hôm nay cần làm việc gì?"
            role: "display"
        }
        Label {
            width: parent.width
            visible: Theme.scale < 1.2
            text: "Chưa có mạng vẫn làm hồ sơ được. Máy cất giữ và tự gửi khi có mạng."
            role: "label"
            color: Theme.mute
        }
        FieldButton {
            width: parent.width
            text: "Tìm thủ tục"
            hint: "khai sinh, thường trú, trợ cấp…"
        }
        HeroButton {
            width: parent.width
            text: "Đặt thẻ căn cước"
            visible: !Theme.landscape || Theme.scale < 1.3
            help: "Máy điền sẵn họ tên, ngày sinh. Máy không giữ thẻ. Không mang thẻ? Bấm «Tìm thủ tục»."
        }
        Grid {
            columns: column.columns
            spacing: Theme.gap
            Repeater {
                model: [["Cư trú và giấy tờ tùy thân", "identification-card", "lacquer"], ["Có con nhỏ", "baby", "terracottaText"], ["Hôn nhân và gia đình", "users-three", "ochre"]]
                Tile {
                    required property var modelData
                    width: Math.floor((column.width - (column.columns - 1) * Theme.gap) / column.columns)
                    height: Math.max(implicitHeight, Theme.landscape ? 150 : 224)
                    text: modelData[0]
                    icon: modelData[1]
                    tint: Theme.named(modelData[2])
                }
            }
        }
        Row {
            spacing: Theme.gap
            GoldButton {
                width: (column.width - Theme.gap) / 2
                height: other.height
                text: "Tra cứu hồ sơ"
                icon: "magnifying-glass"
            }
            GoldButton {
                id: other
                width: (column.width - Theme.gap) / 2
                text: "Làm tiếp hồ sơ dở"
                icon: "file-text"
            }
        }
    }
}
