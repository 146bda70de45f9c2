pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models

// Titled paragraphs, a page at a time.
StepBody {
    id: body

    required property RowModel facts

    PagedList {
        id: list

        anchors.fill: parent
        model: body.facts
        delegate: FactCard {
            width: list.rowWidth
        }
    }
}
