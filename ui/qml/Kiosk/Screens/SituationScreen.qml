pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The procedures of one life situation, the everyday ones first.
Page {
    id: screen

    required property SituationModel model
    bar: ActionBar {
        nextText: qsTr("Tìm thủ tục")
        onBack: screen.model.back()
        onNext: screen.model.search()
    }

    Column {
        id: head

        width: parent.width
        spacing: Theme.landscape ? 6 : 14

        Label {
            width: parent.width
            text: screen.model.name
            role: "question"
        }

        Label {
            visible: !Theme.landscape
            width: parent.width
            text: screen.model.lead
            color: Theme.mute
        }
    }

    PagedList {
        id: procedures

        y: head.height + Theme.gap
        width: parent.width
        height: parent.height - y
        model: screen.model.procedures
        delegate: ListRow {
            required property string key
            required title
            required short
            required subtitle
            required icon

            width: procedures.rowWidth
            onClicked: screen.model.open(key)
        }
    }
}
