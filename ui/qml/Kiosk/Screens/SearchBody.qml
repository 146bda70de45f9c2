pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

StepBody {
    id: body

    required property StepModel model

    Label {
        id: chosen

        visible: text !== "" && !Theme.keyboardUp
        width: parent.width
        text: body.model.title === "" ? "" : qsTr("Đã chọn: %1").arg(body.model.title)
        strong: true
        elide: Text.ElideRight
        maximumLineCount: Theme.landscape ? 1 : 2 // whole in the list below
    }

    TextBox {
        id: box

        y: chosen.visible ? chosen.height + Theme.gap : 0
        width: parent.width
        label: qsTr("Gõ để tìm")
        placeholder: qsTr("Gõ vài chữ đầu, không cần dấu")
        onEdited: text => body.model.search(text)
    }

    PagedList {
        id: list

        y: box.y + box.height + Theme.gap
        width: parent.width
        height: parent.height - y
        model: body.model.options
        delegate: ChoiceRow {
            required property string key
            required text
            required help
            required selected

            width: list.rowWidth
            onClicked: body.model.choose(key)
        }
    }
}
