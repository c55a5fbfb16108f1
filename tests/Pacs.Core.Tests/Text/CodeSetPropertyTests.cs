using System.Text;
using CsCheck;
using static Pacs.Core.Tests.CharsetText;

namespace Pacs.Core.Tests;

[Category("PS3.3 §C.12.1.1.2")]
public sealed class CodeSetPropertyTests
{
    private static readonly string[] AllTerms =
    [
        "", "ISO_IR 100", "ISO_IR 101", "ISO_IR 109", "ISO_IR 110", "ISO_IR 144", "ISO_IR 127", "ISO_IR 126", "ISO_IR 138", "ISO_IR 148", "ISO_IR 203", "ISO_IR 13", "ISO_IR 166",
        "\\ISO 2022 IR 87", "\\ISO 2022 IR 159", "\\ISO 2022 IR 149", "\\ISO 2022 IR 58", "ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159",
        "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126\\ISO 2022 IR 149\\ISO 2022 IR 87", "ISO_IR 192", "GB18030", "GBK", "nonsense",
    ];

    private static readonly DicomVR[] VRs = [DicomVR.PN, DicomVR.LO, DicomVR.LT, DicomVR.UC, DicomVR.UN, DicomVR.CS];

    [Test]
    public void Decode_RandomBytes_NeverThrows() =>
        Gen.Select(Gen.OneOf(AllTerms), Gen.OneOf(VRs), Gen.Byte.Array[0, 300]).Sample((terms, vr, bytes) =>
        {
            Set(terms).Decode(bytes, vr);
            Set(terms).DecodeValues(bytes, vr);
        });

    [Test]
    public void Decode_RandomEscapesAndBytes_NeverThrows() =>
        Gen.Select(Gen.OneOf(AllTerms), Gen.OneOf("\u001b", "\u001b$B", "\u001b$)C", "\u001b(J", "\u001b-F", "\u001b$(D", "\u001b)I", "\\", "^", "\n", ";3", "\u00D1\u00CE", "\u00D1", "A", "\u0081\u005C").Array[0, 40])
            .Sample((terms, parts) => { Set(terms).DecodeValues(Bytes(string.Concat(parts)), DicomVR.PN); });

    [TestCaseSource(nameof(AllTerms))]
    public void EncodeThenDecode_AnyTextThatHasCodes_IsUnchanged(string terms)
    {
        SpecificCharacterSet set = Set(terms);
        char[] characters = [.. Enumerable.Range(' ', 0xD7FF - ' ').Select(c => (char)c).Where(c => RoundTrips(set, c))];
        Assert.That(characters, Has.Length.GreaterThanOrEqualTo(93));

        Gen.Select(Gen.OneOf(characters).Array[0, 60], Gen.OneOf(DicomVR.PN, DicomVR.LO, DicomVR.LT)).Sample((chars, vr) =>
        {
            string text = new(chars);
            byte[] bytes = set.Encode(text, vr);
            return set.Decode(bytes, vr, out bool isExact) == text && isExact;
        });
    }

    [TestCase("ISO_IR 100", 96)]
    [TestCase("ISO_IR 101", 96)]
    [TestCase("ISO_IR 109", 89)]
    [TestCase("ISO_IR 110", 96)]
    [TestCase("ISO_IR 144", 96)]
    [TestCase("ISO_IR 127", 51)]
    [TestCase("ISO_IR 126", 93)]
    [TestCase("ISO_IR 138", 60)]
    [TestCase("ISO_IR 148", 96)]
    [TestCase("ISO_IR 203", 96)]
    [TestCase("ISO_IR 13", 63)]
    [TestCase("ISO_IR 166", 88)] // with the no-break space of the code page
    public void SingleByteSet_HasAsManyCharactersAsItsRegistration(string terms, int expected)
    {
        SpecificCharacterSet set = Set(terms);

        Assert.That(Enumerable.Range(0xA0, 0x60).Count(b => !set.Decode([(byte)b], DicomVR.LO).Contains('\uFFFD')), Is.EqualTo(expected));
    }

    // 6879, 6067, 8226 (and euro and registered sign) and 7445 characters in the registered sets; code pages add vendor rows to some.
    [TestCase("\\ISO 2022 IR 87", "\u001b$B", 0x00, 6879)]
    [TestCase("\\ISO 2022 IR 159", "\u001b$(D", 0x00, 6067)]
    [TestCase("\\ISO 2022 IR 149", "\u001b$)C", 0x80, 8226)]
    [TestCase("\\ISO 2022 IR 58", "\u001b$)A", 0x80, 7445)]
    public void DoubleByteSet_HasAtLeastTheCharactersOfItsRegistration_AndEncodesThemBack(string terms, string escape, int high, int expected)
    {
        SpecificCharacterSet set = Set(terms);
        var seen = new HashSet<char>();
        for (int row = 0x21; row < 0x7F; row++)
        {
            for (int cell = 0x21; cell < 0x7F; cell++)
            {
                byte[] bytes = [.. Bytes(escape), (byte)(row | high), (byte)(cell | high)];
                string text = set.Decode(bytes, DicomVR.LO, out bool isExact);
                if (!isExact) continue;
                Assert.That(text, Has.Length.EqualTo(1));
                Assert.That(text, Is.Not.EqualTo("\\").And.Not.EqualTo("^").And.Not.EqualTo("="));
                if (seen.Add(text[0])) Assert.That(set.Encode(text, DicomVR.LO), Is.EqualTo(high == 0 ? [.. bytes, .. Bytes("\u001b(B")] : bytes));
            }
        }

        Assert.That(seen, Has.Count.InRange(expected, expected + 600));
    }

    [Test]
    public void DecodeValues_AnyValuesThatHaveCodes_SplitWhereTheyWereJoined() =>
        Gen.Select(Gen.OneOf("\\ISO 2022 IR 87", "GBK", "GB18030", "ISO_IR 192", "ISO 2022 IR 13\\ISO 2022 IR 87"), Gen.OneOf("山", "表", "昞", "あ", "彌", "A", "十", "能").Array[1, 8].Array[1, 5]).Sample((terms, values) =>
        {
            string[] texts = [.. values.Select(v => string.Concat(v))];
            SpecificCharacterSet set = Set(terms);
            return !set.CanEncode(string.Concat(texts), DicomVR.LO) || set.DecodeValues(set.Encode(string.Join('\\', texts), DicomVR.LO), DicomVR.LO).SequenceEqual(texts);
        });

    private static bool RoundTrips(SpecificCharacterSet set, char c)
    {
        string text = c.ToString();
        return c is not ('\\' or '~') && set.CanEncode(text, DicomVR.PN) && set.CanEncode(text, DicomVR.LT) && set.Decode(set.Encode(text, DicomVR.LT), DicomVR.LT) == text;
    }
}
