pragma Singleton

import QtQuick

// Every colour and every size of the interface; nothing else names one.
QtObject {
    id: theme

    // What a resident may change («Dễ nhìn»), and what the machine is.
    property string contrast: "light" // "light" | "high" | "dark"
    property real scale: 1 // A = 1, A+ = 1.25, A++ = 1.55
    property bool landscape: false
    property bool reduceMotion: false

    // True while the on-screen keyboard is up; KeyboardPanel sets it.
    property bool keyboardUp: false

    // Icon name → hexadecimal code of its character in the icon font, as JSON; ui/fonts.py hands it over before the
    // first screen loads. Read here: to make a value of thousands of names in Python takes five times as long.
    property string charmap: "{}"
    readonly property var codes: JSON.parse(charmap)

    function glyph(name: string): string {
        const code = codes[name] ?? codes["question"];
        return code ? String.fromCodePoint(parseInt(code, 16)) : "";
    }

    // ---- colours -------------------------------------------------------------------------------------------
    readonly property color paper: pick("#FAF6EF", "#FFFFFF", "#12100E")
    readonly property color card: pick("#FFFFFF", "#FFFFFF", "#1E1A17")
    readonly property color ink: pick("#221E1B", "#000000", "#FFF8EC")
    readonly property color mute: pick("#574F48", "#333333", "#CFC4B6")
    readonly property color outline: pick("#7D7163", "#000000", "#8C8175")
    readonly property color line: pick("#E4DBCE", "#000000", "#8C8175")
    readonly property color lacquer: pick("#8C2A24", "#6B0F0A", "#FFB3A3")
    readonly property color lacquerDeep: pick("#6B1E1A", "#4A0500", "#FFD6B8")
    readonly property color lacquerInk: pick("#FFFFFF", "#FFFFFF", "#2B0500")
    property alias onLacquer: theme.lacquerInk // its name in interface.md; QML would take a binding to "on…" for a handler
    readonly property color gold: pick("#F3B53F", "#FFD24D", "#FFC94D")
    readonly property color goldSoft: pick("#FFF1D2", "#FFF3C4", "#3A2E12")
    readonly property color leaf: pick("#1C6B4B", "#004D2E", "#7FE0B0")
    readonly property color leafSoft: pick("#E3F2EA", "#DFF5E9", "#10301F")
    readonly property color waiting: pick("#7A4508", "#5C3300", "#F2BC6B")
    readonly property color waitingSoft: pick("#FFF1D2", "#FFF3C4", "#3A2E12")
    readonly property color sky: pick("#1F5673", "#003A5C", "#8CCBF2")
    readonly property color skySoft: pick("#E4EEF4", "#DCEBF5", "#12303F")
    readonly property color plum: pick("#6B4E8A", "#42206B", "#D3BCF2")
    readonly property color plumSoft: pick("#F1EBF7", "#EDE3F7", "#2C2040")
    readonly property color ochre: pick("#9A5B13", "#5C3300", "#F2BC6B")
    readonly property color terracottaText: pick("#A5502D", "#7A2E0F", "#FFA07A")
    readonly property color error: pick("#B3261E", "#8A0000", "#FFB4AB")
    readonly property color errorSoft: pick("#FDECEA", "#FFE3E0", "#4A1410")
    readonly property color focus: pick("#221E1B", "#000000", "#FFE08A")
    readonly property color keyboard: pick("#EFE7DA", "#C9C9C9", "#1E1A17")
    readonly property color key: pick("#FFFFFF", "#FFFFFF", "#2F2924")
    readonly property color keySpecial: pick("#DDD2C1", "#FFFFFF", "#3D352E")

    // Not in the table of interface.md, needed by the same controls.
    readonly property color pressed: pick("#EADCC3", "#FFD24D", "#4A3F35") // under a finger, for every pale control
    readonly property color header: pick("#8C2A24", "#6B0F0A", "#1E1A17") // lacquer, but not a bright bar in the dark set
    readonly property color headerInk: pick("#FFFFFF", "#FFFFFF", "#FFF8EC")
    readonly property color headerMute: pick("#F6E3D7", "#FFFFFF", "#CFC4B6")
    readonly property color goldOnLacquer: pick("#F3B53F", "#FFD24D", "#2B0500") // an icon on a lacquer card
    readonly property color goldInk: pick("#6B1E1A", "#4A0500", "#2B0500")
    readonly property color veil: Qt.rgba(0, 0, 0, 0.6) // behind a sheet

    // ---- type ----------------------------------------------------------------------------------------------
    readonly property string font: "Be Vietnam Pro"
    readonly property string iconFont: "Phosphor"

    // Headings grow less than reading text, so that question, help and field stay above the keyboard at A++.
    readonly property int display: Math.round((landscape ? 44 : 64) * gentle)
    readonly property int question: Math.round((landscape ? 38 : 54) * gentle)
    readonly property int title: Math.round((landscape ? 34 : 44) * (1 + (scale - 1) * 0.5))
    readonly property int action: Math.round((landscape ? 30 : 36) * (1 + (scale - 1) * 0.8))
    readonly property int body: Math.round((landscape ? 28 : 32) * scale)
    readonly property int label: Math.round(28 * scale)
    readonly property int least: Math.round(28 * (1 + (scale - 1) * 0.78)) // 40 px at A++, for header, footer and keys
    readonly property int keyLetter: Math.round((landscape ? 30 : 40) * gentle)
    readonly property real gentle: 1 + (scale - 1) * 0.35

    // ---- sizes ---------------------------------------------------------------------------------------------
    readonly property int touch: landscape ? 64 : 96
    readonly property int margin: landscape ? 32 : 48
    readonly property int gap: landscape ? 12 : 20
    readonly property int radiusCard: landscape ? 20 : 28
    readonly property int radiusField: landscape ? 18 : 24
    readonly property int radiusKey: landscape ? 12 : 16
    readonly property int edge: contrast === "high" ? 3 : 2 // width of a control's edge
    readonly property int icon: Math.round((landscape ? 34 : 44) * (1 + (scale - 1) * 0.6))
    readonly property int focusGap: 4
    readonly property int focusWidth: 5

    // The frame (interface.md, rule 7).
    readonly property int headerHeight: landscape ? 64 : 132
    readonly property int footerHeight: landscape ? 0 : 148
    readonly property int railWidth: landscape ? 176 : 0
    readonly property int actionHeight: landscape ? 96 : 156
    readonly property int keyboardHeight: landscape ? 372 : 640

    readonly property int fade: reduceMotion ? 0 : 160

    function pick(light: string, high: string, dark: string): string {
        return theme.contrast === "dark" ? dark : theme.contrast === "high" ? high : light;
    }

    // A colour by its token name, for models that only carry words.
    function named(token: string): color {
        switch (token) {
        case "leaf": return theme.leaf;
        case "waiting": return theme.waiting;
        case "sky": return theme.sky;
        case "plum": return theme.plum;
        case "ochre": return theme.ochre;
        case "terracottaText": return theme.terracottaText;
        case "error": return theme.error;
        case "ink": return theme.ink;
        case "mute": return theme.mute;
        default: return theme.lacquer;
        }
    }

    // The pale ground of a tone; its text and icon are toneInk(tone).
    function toneGround(tone: string): color {
        switch (tone) {
        case "info": return theme.skySoft;
        case "accepted": return theme.leafSoft;
        case "waiting": return theme.waitingSoft;
        case "error": return theme.errorSoft;
        case "plum": return theme.plumSoft;
        default: return theme.card;
        }
    }

    function toneInk(tone: string): color {
        switch (tone) {
        case "info": return theme.sky;
        case "accepted":
        case "processing": return theme.leaf;
        case "waiting": return theme.waiting;
        case "error": return theme.error;
        case "plum": return theme.plum;
        case "mute":
        case "saved": return theme.mute;
        default: return theme.ink;
        }
    }

    // A tint so pale that the tint itself is readable on it.
    function wash(tint: color): color {
        return Qt.tint(theme.card, Qt.rgba(tint.r, tint.g, tint.b, 0.1));
    }
}
