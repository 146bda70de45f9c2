import QtQuick
import Kiosk.Theme

// A white sheet with an edge; what is put in it stands in a column.
Rectangle {
    id: card

    default property alias content: column.data
    property real padding: Theme.landscape ? 24 : 40
    property real spacing: Theme.gap

    implicitWidth: column.implicitWidth + 2 * padding
    implicitHeight: column.implicitHeight + 2 * padding
    radius: Theme.radiusCard
    color: Theme.card
    border.width: Theme.edge
    border.color: Theme.outline

    Column {
        id: column

        x: card.padding
        y: card.padding
        width: card.width - 2 * card.padding
        spacing: card.spacing
    }
}
