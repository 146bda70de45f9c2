pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// Provinces, communes, or the parts of a divided unit, to pick one from; old names are found too.
Item {
    id: picker

    required property AddressModel model
    readonly property bool typed: model.picking !== "which"

    TextBox {
        id: query

        visible: picker.typed
        width: parent.width
        label: picker.model.picking === "province" ? qsTr("Tìm tỉnh, thành phố") : qsTr("Tìm xã, phường, đặc khu")
        placeholder: qsTr("Tên mới hoặc tên cũ, không cần dấu")
        onEdited: text => picker.model.search(text)

        Connections {
            target: picker.model

            function onChanged(): void {
                if (query.text !== picker.model.query)
                    query.text = picker.model.query;
            }
        }
    }

    Panel {
        id: hint

        y: query.visible ? query.height + Theme.gap : 0
        visible: picker.model.hint !== "" && !(Theme.landscape && Theme.keyboardUp && found.count > 0)
        width: parent.width
        tone: "info"
        text: picker.model.hint
    }

    // Where the keyboard leaves no room for a row, it is at least said that there are some.
    Label {
        y: found.y
        visible: !found.visible && found.count > 0
        width: parent.width
        text: qsTr("Tìm thấy %1 nơi. Đóng bàn phím để xem.").arg(found.count)
        role: "label"
        color: Theme.mute
        wraps: false
    }

    PagedList {
        id: found

        visible: height >= Theme.touch
        y: hint.visible ? hint.y + hint.height + Theme.gap : hint.y
        width: parent.width
        height: parent.height - y
        model: picker.model.results
        delegate: ListRow {
            required property string key
            required title
            required subtitle

            width: found.rowWidth
            onClicked: picker.model.pick(key)
        }
    }
}
