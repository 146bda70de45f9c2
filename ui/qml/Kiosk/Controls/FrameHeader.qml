import QtQuick
import Kiosk.Theme

// Mark, office, machine, connection and clock; in a trial run the words «Bản chạy thử» hang from its edge.
Rectangle {
    id: header

    property string officeName
    property string machineName
    property string serviceText
    property string chipText
    property string chipIcon
    property string clockText
    property bool demo: false

    readonly property bool large: Theme.scale > 1.3
    readonly property int space: Theme.landscape ? 16 : 24

    color: Theme.header

    Rectangle {
        id: mark

        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.landscape ? 44 : 76
        height: width
        radius: width / 2
        color: Theme.gold

        Label {
            anchors.centerIn: parent
            text: "1"
            silent: true
            wraps: false
            color: Theme.goldInk
            font.pixelSize: Math.round(mark.width * 0.72)
            font.weight: Font.ExtraBold
        }
    }

    Item {
        id: names

        x: mark.x + mark.width + header.space
        width: (trialWords.visible ? trialWords.x : chip.x) - header.space - x
        height: header.height

        Label {
            id: office

            width: Theme.landscape ? Math.min(Math.ceil(implicitWidth), names.width) : names.width
            height: Theme.landscape ? names.height : Math.min(implicitHeight, names.height - machine.implicitHeight - 8)
            y: Theme.landscape ? 0 : Math.round((names.height - height - machine.implicitHeight) / 2)
            verticalAlignment: Text.AlignVCenter
            text: header.officeName
            color: Theme.headerInk
            font.pixelSize: Math.round(Theme.least * (Theme.landscape ? 1 : header.large ? 1.05 : 1.25))
            font.weight: Font.Bold
            wraps: !Theme.landscape
            maximumLineCount: Theme.landscape ? 1 : 2
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.least
        }

        Label {
            id: machine

            readonly property real room: Theme.landscape ? names.width - x : names.width

            x: Theme.landscape ? office.width + 20 : 0
            y: Theme.landscape ? Math.round((names.height - height) / 2) : office.y + office.height
            visible: implicitWidth <= room
            text: whole.advanceWidth <= room ? whole.text : header.machineName
            role: "least"
            color: Theme.headerMute
            wraps: false
        }

        TextMetrics {
            id: whole

            font: machine.font
            text: header.serviceText === "" ? header.machineName : header.serviceText + " · " + header.machineName
        }
    }

    Label {
        id: trialWords

        visible: header.demo && Theme.landscape
        x: chip.x - header.space - width
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("Bản chạy thử")
        role: "least"
        color: Theme.gold
        wraps: false
        strong: true
    }

    Rectangle {
        id: chip

        readonly property int inset: Theme.landscape ? 16 : 28

        visible: header.chipText !== ""
        x: clock.x - (visible ? header.space + width : 0)
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(line.implicitWidth + 2 * inset, header.width * (Theme.landscape ? 0.42 : header.large ? 0.3 : 0.36))
        height: Math.max(Theme.landscape ? 48 : 68, line.height + (Theme.landscape ? 4 : 12))
        radius: height > 90 ? 30 : height / 2
        color: Theme.goldSoft
        border.width: Theme.contrast === "dark" ? 2 : 0
        border.color: Theme.outline

        ButtonFace {
            id: line

            x: chip.inset
            anchors.verticalCenter: parent.verticalCenter
            width: chip.width - 2 * chip.inset
            height: implicitHeight
            text: header.chipText
            icon: header.chipIcon
            role: "least"
            color: Theme.lacquerDeep
            iconSize: Math.round(Theme.least * 1.25)
            silent: false
        }
    }

    Clock {
        id: clock

        x: header.width - Theme.margin - width
        anchors.verticalCenter: parent.verticalCenter
        text: header.clockText
    }

    Rectangle {
        visible: header.demo && !Theme.landscape
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height - (header.large ? 14 : Math.round(height / 2))
        width: trial.implicitWidth + 48
        height: trial.implicitHeight + 8
        radius: height / 2
        color: Theme.gold

        Label {
            id: trial

            anchors.centerIn: parent
            text: qsTr("Bản chạy thử")
            role: "least"
            color: Theme.goldInk
            wraps: false
            strong: true
        }
    }
}
