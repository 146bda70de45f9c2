pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// The lower half of a card's back, drawn: its three lines, of nobody, with the part that is asked for in gold.
Rectangle {
    id: back

    property string part

    readonly property list<string> lines: ["IDVNM0990123459001099012345<<0", "9901018M3901016VNM<<<<<<<<<<<0", "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"]
    readonly property int line: part === "document" ? 0 : 1
    readonly property int first: part === "document" ? 5 : part === "born" ? 0 : 8
    readonly property int count: part === "document" ? 10 : 7
    readonly property real cell: (width - 2 * inset) / 30
    readonly property real inset: width * 0.04
    readonly property real row: cell * 2

    implicitHeight: 3 * row + 2 * inset
    radius: Theme.radiusKey
    color: Theme.paper
    border.width: Theme.edge
    border.color: Theme.outline
    Accessible.role: Accessible.Graphic
    Accessible.name: part === "document" ? qsTr("Hình mặt sau thẻ: mười số sau chữ IDVNM ở dòng thứ nhất") : part === "born" ? qsTr("Hình mặt sau thẻ: bảy số đầu của dòng thứ hai") : qsTr("Hình mặt sau thẻ: bảy số sau chữ M hoặc F ở dòng thứ hai")

    Rectangle {
        x: back.inset + back.first * back.cell - 3
        y: back.inset + back.line * back.row + 2
        width: back.count * back.cell + 6
        height: back.row - 4
        radius: 6
        color: Theme.gold
        border.width: Theme.edge
        border.color: Theme.lacquer
    }

    Repeater {
        model: back.lines

        Row {
            id: printed

            required property string modelData
            required property int index

            x: back.inset
            y: back.inset + index * back.row

            Repeater {
                model: printed.modelData.split("")

                Text {
                    required property string modelData
                    required property int index

                    readonly property bool asked: printed.index === back.line && index >= back.first && index < back.first + back.count

                    width: back.cell
                    height: back.row
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    text: modelData
                    textFormat: Text.PlainText
                    color: asked ? Theme.goldInk : Theme.mute
                    font.family: Theme.font
                    font.weight: asked ? Font.Bold : Font.Normal
                    font.pixelSize: Math.round(back.cell * 1.15)
                    Accessible.ignored: true
                }
            }
        }
    }
}
