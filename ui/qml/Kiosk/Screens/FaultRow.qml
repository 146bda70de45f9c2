import QtQuick
import Kiosk.Controls

// Something to be mended before the dossier is handed in; a tap leads to its step.
Item {
    id: row

    required property string key
    required property string title
    required property string text
    required property string level

    signal followed(key: string)

    height: face.implicitHeight

    ListRow {
        id: face

        anchors.fill: parent
        title: row.title
        subtitle: row.text
        icon: row.level === "warn" ? "info" : "warning-circle"
        accessibleName: qsTr("Sửa: %1").arg(row.title)
        onClicked: row.followed(row.key)
    }
}
