pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Screens
import Kiosk.Theme

// The window: the frame with the screen that is on, the one keyboard, and what may stand before them.
Window {
    id: window

    required property ShellModel shell
    required property HomeModel home
    required property SearchModel search
    required property SituationModel situation
    required property BeforeModel before
    required property WhoModel who
    required property StepModel step
    required property WalkModel walk
    required property AddressModel address
    required property PapersModel papers
    required property CardModel card
    required property ChipModel chip
    required property OutcomeModel outcome
    required property LookupModel lookup
    required property VisitModel visit
    required property BookingModel booking
    required property QueueModel queue
    required property RescueModel rescue

    visible: false
    title: "Một Chạm"
    color: Theme.paper

    Binding {
        target: Theme
        property: "scale"
        value: window.shell.textScale === "A++" ? 1.55 : window.shell.textScale === "A+" ? 1.25 : 1
    }

    Binding {
        target: Theme
        property: "contrast"
        value: window.shell.contrast
    }

    Binding {
        target: Theme
        property: "landscape"
        value: window.shell.landscape
    }

    Binding {
        target: Theme
        property: "reduceMotion"
        value: window.shell.reduceMotion
    }

    // Drawn for the kiosk's screen, shown smaller on a smaller one.
    Item {
    id: stage

    width: window.shell.landscape ? 1366 : 1080
    height: window.shell.landscape ? 768 : 1920
    scale: Math.min(window.width / width, window.height / height)
    transformOrigin: Item.TopLeft

    Frame {
        id: frame

        anchors.fill: parent
        visible: window.shell.overlay !== "cover" && window.shell.overlay !== "paused" // for screen readers too
        officeName: window.shell.officeName
        machineName: window.shell.machineName
        chipText: window.shell.chipText
        chipIcon: window.shell.chipIcon
        clockText: window.shell.clockText
        demo: window.shell.demo
        actionBar: (screen.item as Page)?.bar ?? null
        footerItems: rescue ? [sight, help] : [home_, ...(listen === "" ? [] : [listen === "reading" ? silence : read]), sight, ...(inForm ? [pause] : []), help]

        // Of their own, so that the buttons are made anew only when these change.
        readonly property bool rescue: window.shell.screen === "rescue"
        readonly property bool inForm: window.shell.inForm
        readonly property string listen: window.shell.listen

        readonly property var home_: ({ key: "home", text: qsTr("Trang đầu"), icon: "house-line" })
        readonly property var read: ({ key: "read", text: qsTr("Nghe đọc"), icon: "speaker-high" })
        readonly property var silence: ({ key: "read", text: qsTr("Dừng đọc"), icon: "stop-circle" })
        readonly property var sight: ({ key: "display", text: qsTr("Dễ nhìn"), icon: "text-aa" })
        readonly property var pause: ({ key: "pause", text: qsTr("Tạm dừng"), icon: "pause-circle" })
        readonly property var help: ({ key: "help", text: qsTr("Gọi hỗ trợ"), icon: "hand-waving", strong: true })

        onFooterClicked: key => window.shell.footer(key)

        Loader {
            id: screen

            readonly property string file: {
                switch (window.shell.screen) {
                case "home": return "HomeScreen";
                case "search": return "SearchScreen";
                case "situation": return "SituationScreen";
                case "before": return "BeforeScreen";
                case "who": return "WhoScreen";
                case "step": return "StepScreen";
                case "walk": return "WalkScreen";
                case "sealed":
                case "slip":
                case "track": return "OutcomeScreen";
                case "lookup": return "LookupScreen";
                case "booking": return "BookingScreen";
                case "queue": return "QueueScreen";
                case "rescue": return "RescueScreen";
                default: return "TroubleScreen";
                }
            }

            // By its file: the first frame does not wait for the screens that come after it.
            function open() {
                const models = {
                    HomeScreen: { model: window.home },
                    SearchScreen: { model: window.search },
                    SituationScreen: { model: window.situation },
                    BeforeScreen: { model: window.before },
                    WhoScreen: { model: window.who },
                    StepScreen: { model: window.step, address: window.address, papers: window.papers },
                    WalkScreen: { model: window.walk },
                    OutcomeScreen: { model: window.outcome, visit: window.visit },
                    LookupScreen: { model: window.lookup },
                    BookingScreen: { model: window.booking },
                    QueueScreen: { model: window.queue },
                    RescueScreen: { model: window.rescue },
                    TroubleScreen: { model: window.shell }
                };
                screen.setSource(window.fileOf(screen.file), models[screen.file]);
            }

            anchors.fill: parent
            onFileChanged: open()
            Component.onCompleted: open()
        }
    }

    KeyboardPanel {
        id: keyboard

        parent: frame
    }

    // What a screen opens to be read stands before the frame, and behind the cover.
    Item {
        id: reading

        readonly property Item sheet: (screen.item as Page)?.sheet ?? null

        anchors.fill: parent
        visible: frame.visible
        onSheetChanged: if (sheet) sheet.parent = reading
    }

    Loader {
        id: overlays

        readonly property bool wanted: window.shell.overlay !== "" || window.papers.large !== ""

        anchors.fill: parent
        active: false
        onWantedChanged: active = true
        sourceComponent: Overlays {
            shell: window.shell
            card: window.card
            chip: window.chip
            papers: window.papers
        }
    }
    }

    // What is not on the first screen is made ready when that is there, one after the other, so that a touch between
    // them is answered; and is there when it is wanted. Not on QML's own thread: where a Python handler takes Qt's
    // messages, that thread would wait for the GIL while this one, holding it, waits for a screen.
    Timer {
        property list<string> rest: ["BeforeScreen", "StepScreen", "SearchScreen", "SituationScreen", "WhoScreen", "LookupScreen", "OutcomeScreen", "WalkScreen", "BookingScreen"]
        property list<Component> ready

        interval: 500
        running: true
        onTriggered: {
            if (!overlays.active) {
                overlays.active = true;
            } else {
                ready.push(Qt.createComponent(window.fileOf(rest[0])));
                rest = rest.slice(1);
            }
            interval = 60;
            if (rest.length > 0)
                restart();
        }
    }

    function fileOf(name: string): url {
        return Qt.resolvedUrl(`Screens/${name}.qml`);
    }
}
