using System.Text;
using Pacs.Core.Tests.Peers;
using static Pacs.Core.Tests.CharsetText;

namespace Pacs.Core.Tests;

/// <summary>Every code position of every defined term against the codecs that pydicom uses.</summary>
[Category("Peers")]
public sealed class PydicomCharsetTests
{
    private const string Script = """
        import sys, warnings
        warnings.filterwarnings("ignore")
        from pydicom.charset import python_encoding, decode_bytes, convert_encodings
        def text(terms, raw):
            try:
                return decode_bytes(raw, convert_encodings(terms), set())
            except Exception:
                return "\ufffd"
        out = sys.stdout.buffer
        for terms, escape, high in (("ISO_IR 100",0,0),("ISO_IR 101",0,0),("ISO_IR 109",0,0),("ISO_IR 110",0,0),("ISO_IR 144",0,0),("ISO_IR 127",0,0),("ISO_IR 126",0,0),("ISO_IR 138",0,0),("ISO_IR 148",0,0),("ISO_IR 166",0,0),("ISO_IR 13",0,0)):
            for b in range(0xA1, 0xFF):
                out.write(("%s\t%02X\t%s\n" % (terms, b, text([terms], bytes([b])))).encode("utf-8", "replace"))
        for terms, escape, high in (("\\ISO 2022 IR 87", b"\x1b$B", 0), ("\\ISO 2022 IR 159", b"\x1b$(D", 0), ("\\ISO 2022 IR 149", b"\x1b$)C", 128), ("\\ISO 2022 IR 58", b"\x1b$)A", 128), ("GB18030", b"", 128), ("GBK", b"", 128)):
            for row in range(0x21, 0x7F):
                for cell in range(0x21, 0x7F):
                    raw = escape + bytes([row | high, cell | high]) + (b"" if high else b"\x1b(B")
                    out.write(("%s\t%s\t%s\n" % (terms, raw.hex(), text(terms.split("\\"), raw))).encode("utf-8", "replace"))
        """;

    // Two code tables for one sign: what JIS X 0208 and KS X 1001 show, and what the code pages of Windows map it to.
    private const string OtherMappings = "〜～‖∥−－¢￠£￡¬￢—―·・‾￣￥¥~";

    [Test]
    public async Task EveryCode_IsTheCharacterThatPydicomReads()
    {
        List<string> differences = [];
        int compared = 0;
        foreach (string line in (await PeerTool.PydicomAsync(Script)).Split('\n'))
        {
            if (line.Split('\t') is not [var terms, var bytes, var theirs]) continue;
            if (theirs.Length != 1 || theirs.Contains('\uFFFD')) continue; // no character there, or one that its codec lacks
            string ours = Set(terms).Decode(Convert.FromHexString(bytes), DicomVR.LO);
            compared++;
            if (ours != theirs && !(OtherMappings.Contains(ours, StringComparison.Ordinal) && OtherMappings.Contains(theirs, StringComparison.Ordinal))) differences.Add($"{terms} {bytes}: {ours} | {theirs}");
        }

        Assert.That(differences, Is.Empty, $"{compared} compared\n" + string.Join('\n', differences.Take(60)));
        Assert.That(compared, Is.GreaterThan(25_000));
    }
}
