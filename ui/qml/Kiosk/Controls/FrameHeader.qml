import QtQuick
import QtQuick.Layouts
import Kiosk.Theme

// Mark, office, machine, connection and clock; in a trial run the words «Bản chạy thử» hang from its edge.
Rectangle {
    id: header

    property string officeName
    property string machineName
    property string serviceText

    readonly property bool large: Theme.scale > 1.3
    property string chipText
    property string chipIcon
    property string clockText
    property bool demo: false

    color: Theme.header

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: Theme.landscape ? 16 : 24

        Rectangle {
            readonly property int side: Theme.landscape ? 44 : 76

            Layout.preferredWidth: side
            Layout.preferredHeight: side
            radius: side / 2
            color: Theme.gold

            Label {
                anchors.centerIn: parent
                text: "1"
                silent: true
                wraps: false
                color: Theme.goldInk
                font.pixelSize: Math.round(parent.side * 0.72)
                font.weight: Font.ExtraBold
            }
        }

        GridLayout {
            Layout.fillWidth: true
            columns: Theme.landscape ? 2 : 1
            columnSpacing: 20
            rowSpacing: 0

            Label {
                Layout.fillWidth: !Theme.landscape
                Layout.maximumHeight: header.height - (Theme.landscape ? 0 : machine.implicitHeight + 8)
                text: header.officeName
                color: Theme.headerInk
                font.pixelSize: Math.round(Theme.least * (Theme.landscape ? 1 : header.large ? 1 : 1.25))
                font.weight: Font.Bold
                maximumLineCount: Theme.landscape ? 1 : 2
                fontSizeMode: Text.Fit
                minimumPixelSize: Theme.least
            }

            Label {
                id: machine

                Layout.fillWidth: true
                visible: !(Theme.landscape && header.large && header.demo)
                text: header.serviceText === "" || header.large ? header.machineName : header.serviceText + " · " + header.machineName
                role: "least"
                color: Theme.headerMute
                wraps: false
            }
        }

        Label {
            visible: header.demo && Theme.landscape
            text: qsTr("Bản chạy thử")
            role: "least"
            color: Theme.gold
            wraps: false
            strong: true
        }

        Rectangle {
            visible: header.chipText !== ""
            Layout.preferredWidth: chip.implicitWidth + (Theme.landscape ? 32 : 56)
            Layout.maximumWidth: header.width * (header.large ? 0.3 : 0.42)
            Layout.preferredHeight: Math.max(Theme.landscape ? 48 : 68, chip.height + (Theme.landscape ? 4 : 12))
            radius: height > 90 ? 30 : height / 2
            color: Theme.goldSoft
            border.width: Theme.contrast === "dark" ? 2 : 0
            border.color: Theme.outline

            ButtonFace {
                id: chip

                anchors.centerIn: parent
                width: parent.width - (Theme.landscape ? 32 : 56)
                height: implicitHeight
                text: header.chipText
                icon: header.chipIcon
                role: "least"
                color: Theme.lacquerDeep
                iconSize: Math.round(Theme.least * 1.25)
            }
        }

        Clock {
            text: header.clockText
        }
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
