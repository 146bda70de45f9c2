import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// A picture of one thing to do, drawn of icons: a phone with what its screen shows, or a thing by itself; and a badge.
Rectangle {
    id: picture

    property string icon
    property string inner
    property string badge

    readonly property bool phone: icon === "device-mobile"
    readonly property int unit: Math.round(Math.min(height * 0.72, width * (phone ? 0.9 : inner === "" ? 0.8 : 0.44)))

    radius: Theme.radiusCard
    color: Theme.goldSoft
    border.width: Theme.edge
    border.color: Theme.line
    Accessible.ignored: true

    // The phone.
    Rectangle {
        id: body

        visible: picture.phone
        anchors.centerIn: parent
        width: Math.round(picture.unit * 0.56)
        height: Math.round(picture.unit * 1.12)
        radius: Math.round(width * 0.16)
        color: Theme.ink

        Rectangle {
            anchors.fill: parent
            anchors.margins: Math.round(body.width * 0.06)
            anchors.topMargin: Math.round(body.width * 0.16)
            anchors.bottomMargin: Math.round(body.width * 0.16)
            radius: Math.round(body.width * 0.08)
            color: Theme.card
        }

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: Math.round(body.width * 0.07)
            width: Math.round(body.width * 0.24)
            height: Math.max(2, Math.round(body.width * 0.03))
            radius: height / 2
            color: Theme.card
        }

        Icon {
            anchors.centerIn: parent
            name: picture.inner
            size: Math.round(body.width * 0.58)
            color: Theme.lacquer
        }
    }

    // A thing by itself, or two that belong together.
    Row {
        visible: !picture.phone
        anchors.centerIn: parent
        spacing: Math.round(picture.unit * 0.16)

        Icon {
            name: picture.icon
            size: Math.round(picture.unit * 0.8)
            color: Theme.lacquer
        }

        Icon {
            visible: name !== ""
            name: picture.inner
            size: Math.round(picture.unit * 0.8)
            color: Theme.lacquer
        }
    }

    Rectangle {
        visible: picture.badge !== ""
        x: Math.round(picture.width / 2 + picture.unit * (picture.phone ? 0.18 : picture.inner === "" ? 0.24 : 0.7))
        y: Math.round(picture.height / 2 + picture.unit * 0.12)
        width: Math.round(picture.unit * 0.38)
        height: width
        radius: width / 2
        color: Theme.lacquer
        border.width: Theme.edge + 2
        border.color: Theme.goldSoft

        Icon {
            anchors.centerIn: parent
            name: picture.badge
            size: Math.round(parent.width * 0.58)
            color: Theme.lacquerInk
        }
    }
}
