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
        width: parent.width - (count.wanted ? count.width + Theme.gap : 0)
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
        id: count

        readonly property bool wanted: !found.visible && found.count > 0 && query.visible

        x: picker.width - width
        height: query.height
        width: Math.ceil(implicitWidth)
        visible: wanted
        text: qsTr("%1 kết quả").arg(found.count)
        role: "label"
        color: Theme.mute
        wraps: false
        verticalAlignment: Text.AlignVCenter
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
