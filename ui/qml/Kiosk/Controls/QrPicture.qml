import QtQuick
import Kiosk.Theme

// A code to photograph: always dark on white, with its quiet edge, whatever the colours around it.
Rectangle {
    id: picture

    property url source
    property int size: Theme.landscape ? 240 : 340
    property string label

    implicitWidth: size
    implicitHeight: size
    radius: Theme.radiusField
    color: "white"
    border.width: Theme.edge + 1
    border.color: Theme.ink
    Accessible.role: Accessible.Graphic
    Accessible.name: label

    Image {
        anchors.fill: parent
        anchors.margins: Math.round(picture.size * 0.06)
        source: picture.source
        fillMode: Image.PreserveAspectFit
        smooth: false
        cache: false
        Accessible.ignored: true
    }
}
