pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// A date, typed digit by digit; where «partial» allows it, only month and year, or only the year.
Item {
    id: field

    property string label
    property int day: 0
    property int month: 0
    property int year: 0
    property bool partial: false
    property bool faulty: false
    property real reserved: 0 // height at the foot of the cells' column that belongs to others
    property string readBack // the date in words, or what is wrong with it; shown under the cells

    // Which cells are asked: 3 = day, month, year; 2 = month, year; 1 = year.
    property int asked: year > 0 && partial ? (day > 0 ? 3 : month > 0 ? 2 : 1) : 3

    readonly property var shown: asked === 3 ? ["day", "month", "year"] : asked === 2 ? ["month", "year"] : ["year"]

    readonly property real answerWidth: Theme.landscape ? width - pad.width - 2 * Theme.gap : width
    readonly property real least: 4 * Theme.touch + 3 * pad.space + 2 * pad.inset // of the pad

    signal edited(d: int, m: int, y: int)

    implicitWidth: 984
    // The least that holds everything.
    implicitHeight: Theme.landscape ? Math.max(answer.wanted + reserved, least) : answer.wanted + Theme.gap + least
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    onDayChanged: typing.follow("day", day)
    onMonthChanged: typing.follow("month", month)
    onYearChanged: typing.follow("year", year)
    Component.onCompleted: {
        typing.follow("day", day);
        typing.follow("month", month);
        typing.follow("year", year);
        typing.active = shown[0];
    }

    QtObject {
        id: typing

        property string day
        property string month
        property string year
        property string active: "day"

        function digitsOf(part: string): string {
            return part === "day" ? day : part === "month" ? month : year;
        }

        function setDigits(part: string, digits: string): void {
            if (part === "day")
                day = digits;
            else if (part === "month")
                month = digits;
            else
                year = digits;
        }

        function follow(part: string, value: int): void {
            if ((parseInt(digitsOf(part)) || 0) !== value)
                setDigits(part, value > 0 ? String(value).padStart(part === "year" ? 4 : 2, "0") : "");
        }

        function report(): void {
            field.asked = field.asked; // from the first key on the cells stay: an emptied day is still asked
            field.edited(field.asked === 3 ? parseInt(day) || 0 : 0, field.asked > 1 ? parseInt(month) || 0 : 0, parseInt(year) || 0);
        }

        function full(part: string, digits: string): bool {
            return digits.length >= (part === "year" ? 4 : 2) || (part === "day" && digits > "3") || (part === "month" && digits > "1");
        }

        function type(digit: string): void {
            const before = digitsOf(active);
            const digits = full(active, before) ? digit : before + digit;
            setDigits(active, digits);
            const next = field.shown.indexOf(active) + 1;
            if (full(active, digits) && next < field.shown.length)
                active = field.shown[next];
            report();
        }

        function erase(): void {
            const before = field.shown.indexOf(active) - 1;
            if (digitsOf(active) === "" && before >= 0)
                active = field.shown[before];
            setDigits(active, digitsOf(active).slice(0, -1));
            report();
        }

        function ask(count: int): void {
            field.asked = count;
            active = field.shown[0];
            if (count < 3)
                day = "";
            if (count < 2)
                month = "";
            report();
        }
    }

    Column {
        id: answer

        readonly property real told: cells.height + (words.text === "" ? 0 : spacing + words.height)
        readonly property real wanted: told + (field.partial ? spacing + kinds.whole : 0)
        readonly property real room: Theme.landscape ? field.height - field.reserved : field.height - Theme.gap - field.least

        width: field.answerWidth
        spacing: Theme.gap

        Row {
            id: cells

            readonly property real room: answer.width - Theme.gap * (field.shown.length - 1)
            readonly property real unit: room / (field.asked === 3 ? 7 : field.asked === 2 ? 5 : 3)

            spacing: Theme.gap

            Repeater {
                model: field.shown

                DateCell {
                    required property string modelData

                    text: modelData === "day" ? qsTr("Ngày") : modelData === "month" ? qsTr("Tháng") : qsTr("Năm")
                    places: modelData === "year" ? 4 : 2
                    width: Math.floor(cells.unit * (modelData === "year" ? 3 : 2))
                    digits: modelData === "day" ? typing.day : modelData === "month" ? typing.month : typing.year
                    active: typing.active === modelData
                    faulty: field.faulty
                    onClicked: typing.active = modelData
                }
            }
        }

        Label {
            id: words

            visible: text !== ""
            width: parent.width
            text: field.readBack
            color: field.faulty ? Theme.error : Theme.ink
        }

        Grid {
            id: kinds

            visible: field.partial && (words.text === "" || answer.wanted <= answer.room) // what is wrong needs the room more
            readonly property real whole: stacked ? 3 * Theme.touch + 2 * spacing : height
            readonly property bool brief: stacked && answer.wanted > answer.room // the way taken shows in the cells
            readonly property bool narrow: Theme.landscape || Theme.scale > 1.3 // the words take three lines
            readonly property bool stacked: Theme.landscape && Theme.scale > 1.1 // one under the other, each on one line

            columns: stacked ? 1 : 3
            spacing: Theme.landscape ? 12 : 16

            Repeater {
                model: [qsTr("Đủ ngày, tháng, năm"), qsTr("Chỉ biết tháng, năm"), qsTr("Chỉ biết năm")]

                SegmentButton {
                    required property string modelData
                    required property int index

                    visible: !(kinds.brief && selected)
                    width: kinds.stacked ? answer.width : (answer.width - 2 * kinds.spacing) / 3
                    height: kinds.stacked ? Theme.touch : Math.max(Theme.touch, Math.ceil(Theme.label * (kinds.narrow ? 3.9 : 2.6)) + (kinds.narrow ? 16 : 28))
                    text: modelData
                    selected: field.asked === 3 - index
                    onClicked: typing.ask(3 - index)
                }
            }
        }
    }

    NumberPad {
        id: pad

        x: field.width - width
        y: field.height - height
        width: !Theme.landscape ? field.width : Theme.scale > 1.3 ? 380 : 460
        height: Math.min(implicitHeight, Math.max(field.least, Theme.landscape ? field.height : field.height - answer.implicitHeight - Theme.gap))
        onDigit: text => typing.type(text)
        onErase: typing.erase()
    }
}
