pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// Procedures found as one types; where none is what was asked for, the life situations and the call for help.
Page {
    id: screen

    required property SearchModel model
    bar: ActionBar {
        nextText: ""
        onBack: screen.model.back()
    }

    Label {
        id: head

        readonly property bool large: Theme.scale > 1.3
        readonly property bool folded: Theme.keyboardUp && (Theme.landscape || large)

        visible: !folded && !(Theme.landscape && large && screen.model.lead !== "")
        width: parent.width
        height: !visible ? -Theme.gap : implicitHeight
        text: qsTr("Tìm thủ tục")
        role: "question"
    }

    TextBox {
        id: box

        y: head.height + Theme.gap
        width: parent.width
        label: qsTr("Cần làm việc gì?")
        placeholder: qsTr("Gõ vài chữ, không cần dấu")
        onEdited: text => screen.model.type(text)
        Component.onCompleted: {
            box.text = screen.model.query;
            if (box.text === "")
                box.open(); // who comes back to results wants to see them
        }
    }

    // Whoever comes anew finds an empty field, though the screen may be made before the model is cleared.
    Connections {
        target: screen.model

        function onChanged(): void {
            if (box.text !== screen.model.query)
                box.text = screen.model.query;
        }
    }

    Label {
        id: lead

        visible: text !== "" && !head.folded
        y: box.y + box.height + Theme.gap
        width: parent.width
        height: visible ? implicitHeight + Theme.gap : 0
        text: screen.model.lead
        color: Theme.mute
    }

    PagedList {
        id: results

        y: box.y + box.height + Theme.gap + lead.height
        width: parent.width
        height: parent.height - y
        model: screen.model.results
        delegate: ListRow {
            required property string key
            required title
            required short
            required marked
            required subtitle
            required icon

            width: results.rowWidth
            compact: Theme.landscape && Theme.keyboardUp
            onClicked: screen.model.open(key)
        }
    }
}
