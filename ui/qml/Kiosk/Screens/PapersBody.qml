pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// Two lists that are easily confused: what is handed in, and what is only shown.
StepBody {
    id: body

    required property StepModel model
    property bool showing: submitted.count === 0 // until a tab is touched: what there is

    Row {
        id: tabs

        width: parent.width
        spacing: Theme.gap

        SegmentButton {
            width: (tabs.width - tabs.spacing) / 2
            text: body.model.preparing ? qsTr("Chụp trước ở đây") : qsTr("Nộp – chụp ở đây")
            selected: !body.showing
            onClicked: body.showing = false
        }

        SegmentButton {
            width: (tabs.width - tabs.spacing) / 2
            text: qsTr("Chỉ cho cán bộ xem")
            selected: body.showing
            onClicked: body.showing = true
        }
    }

    Label {
        id: lead

        visible: list.count === 0 || !(Theme.landscape && Theme.scale > 1.3)
        y: tabs.height + Theme.gap
        width: parent.width
        text: body.showing ? qsTr("Mang theo để cán bộ xem, không cần chụp.") : list.count > 0 ? qsTr("Máy sẽ hướng dẫn chụp từng giấy ở các bước sau.") : qsTr("Không phải nộp giấy tờ nào.")
        color: Theme.mute
    }

    Repeater {
        id: submitted

        model: body.model.facts
        delegate: Item {}
    }

    PagedList {
        id: list

        y: lead.y + (lead.visible ? lead.height + Theme.gap : 0)
        width: parent.width
        height: parent.height - y
        model: body.showing ? body.model.shownOnly : body.model.facts
        delegate: FactCard {
            width: list.rowWidth
        }
    }
}
