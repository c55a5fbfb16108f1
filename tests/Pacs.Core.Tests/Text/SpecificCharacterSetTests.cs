using static Pacs.Core.Tests.CharsetText;

namespace Pacs.Core.Tests;

[Category("PS3.5 §6.1")]
public sealed class SpecificCharacterSetTests
{
    // Annex H to K of PS3.5 and one example for each set; the strings are those pydicom reads.
    private static readonly TestCaseData[] Examples =
    [
        new("ISO_IR 127", "\u00E2\u00C8\u00C7\u00E6\u00EA^\u00E4\u00E6\u00D2\u00C7\u00D1", "قباني^لنزار"),
        new("ISO_IR 100", "Buc^J\u00E9r\u00F4me", "Buc^Jérôme"),
        new("ISO_IR 100", "\u00C4neas^R\u00FCdiger", "Äneas^Rüdiger"),
        new("ISO_IR 126", "\u00C4\u00E9\u00EF\u00ED\u00F5\u00F3\u00E9\u00EF\u00F2", "Διονυσιος"),
        new("ISO_IR 138", "\u00F9\u00F8\u00E5\u00EF^\u00E3\u00E1\u00E5\u00F8\u00E4", "שרון^דבורה"),
        new("ISO_IR 144", "\u00BB\u00EE\u00DA" + "ce\u00DC\u00D1yp\u00D3", "Люкceмбypг"),
        new("ISO_IR 101", "\u00A3\u00F3d\u00BC", "Łódź"),
        new("ISO_IR 109", "\u00C6\u00B1", "Ĉħ"),
        new("ISO_IR 110", "\u00C7\u00F0", "Įđ"),
        new("ISO_IR 148", "\u00D0\u00DD\u00FE", "Ğİş"),
        new("ISO_IR 203", "\u00A4\u00BD", "€œ"),
        new("ISO_IR 166", "\u00CA\u00C1\u00AA\u00D2\u00C2", "สมชาย"),
        new("ISO_IR 13", "\u00D4\u00CF\u00C0\u00DE^\u00C0\u00DB\u00B3", "ﾔﾏﾀﾞ^ﾀﾛｳ"),
        new("\\ISO 2022 IR 87", "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B=\u001b$B$d$^$@\u001b(B^\u001b$B$?$m$&\u001b(B", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        new("ISO 2022 IR 6\\ISO 2022 IR 87", "\u001b$B$d$^$@\u001b(B^\u001b$B$?$m$&\u001b(B", "やまだ^たろう"),
        new("ISO 2022 IR 13\\ISO 2022 IR 87", "\u00D4\u00CF\u00C0\u00DE^\u00C0\u00DB\u00B3=\u001b$B;3ED\u001b(J^\u001b$BB@O:\u001b(J=\u001b$B$d$^$@\u001b(J^\u001b$B$?$m$&\u001b(J", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"),
        new("\\ISO 2022 IR 159", "\u001b$(D0!\u001b(B", "丂"),
        new("\\ISO 2022 IR 149", "Hong^Gildong=\u001b$)C\u00FB\u00F3^\u001b$)C\u00D1\u00CE\u00D4\u00D7=\u001b$)C\u00C8\u00AB^\u001b$)C\u00B1\u00E6\u00B5\u00BF", "Hong^Gildong=洪^吉洞=홍^길동"),
        new("\\ISO 2022 IR 58", "Zhang^XiaoDong=\u001b$)A\u00D5\u00C5^\u001b$)A\u00D0\u00A1\u00B6\u00AB=", "Zhang^XiaoDong=张^小东="),
        new("ISO_IR 192", "Wang^XiaoDong=\u00E7\u008E\u008B^\u00E5\u00B0\u008F\u00E6\u009D\u00B1=", "Wang^XiaoDong=王^小東="),
        new("GB18030", "Wang^XiaoDong=\u00CD\u00F5^\u00D0\u00A1\u00B6\u00AB=", "Wang^XiaoDong=王^小东="),
        new("GB18030", "\u0081\u0030\u0081\u0030", "\u0080"),
        new("GBK", "\u0095\u005C^\u00CD\u00F5", "昞^王"),
        new("ISO 2022 IR 100\\ISO 2022 IR 144", "J\u00E9r\u00F4me=\u001b-L\u00BB\u00EE\u001b-A=\u00E9", "Jérôme=Лю=é"),
    ];

    [TestCaseSource(nameof(Examples))]
    public void Decode_ReadsWhatTheStandardShows(string terms, string bytes, string expected)
    {
        Assert.That(Set(terms).Decode(Bytes(bytes), DicomVR.PN, out bool isExact), Is.EqualTo(expected));
        Assert.That(isExact, Is.True);
        Assert.That(Set(terms).IsConformant, Is.True);
    }

    [TestCaseSource(nameof(Examples))]
    public void Encode_WritesWhatTheStandardShows(string terms, string bytes, string text) =>
        Assert.That(Set(terms).Encode(text, DicomVR.PN), Is.EqualTo(Bytes(bytes)));

    [TestCase("ISO 2022 IR 13\\ISO 2022 IR 87")]
    [TestCase("ISO_IR 13")]
    public void Romaji_HasYenAndOverline_ButBackslashesBetweenValues(string terms)
    {
        Assert.That(Set(terms).Decode("A\\~"u8, DicomVR.LT), Is.EqualTo("A¥‾"));
        Assert.That(Set(terms).DecodeValues("A\\~"u8, DicomVR.LO), Is.EqualTo(new[] { "A", "‾" }));
        Assert.That(Set(terms).Encode("A¥‾", DicomVR.LT), Is.EqualTo("A\\~"u8.ToArray()));
    }

    [Test]
    public void DecodeValues_BackslashByteInsideKanji_DoesNotSplit()
    {
        // 5C is the first byte of the first character, and the second of the other.
        byte[] bytes = Bytes("\u001b$B\\]!\\\u001b(B\\\u001b$B;3\u001b(B");

        Assert.That(Set("\\ISO 2022 IR 87").DecodeValues(bytes, DicomVR.LO), Is.EqualTo(new[] { "槿＋", "山" }));
    }

    [Test]
    public void DecodeValues_BackslashByteInsideGbk_DoesNotSplit() =>
        Assert.That(Set("GBK").DecodeValues(Bytes("\u0095\u005C \\ \u00CD\u00F5"), DicomVR.LO), Is.EqualTo(new[] { "昞", "王" }));

    [TestCase(DicomVR.LO, " A \\B  \0", new[] { "A", "B" })]
    [TestCase(DicomVR.UC, " A \\B  ", new[] { " A", "B" })]
    [TestCase(DicomVR.LT, " A \\B  ", new[] { " A \\B" })]
    [TestCase(DicomVR.SH, "\\", new[] { "", "" })]
    [TestCase(DicomVR.PN, "", new[] { "" })]
    public void DecodeValues_SplitsAndTrims_AsTheVRSays(DicomVR vr, string bytes, string[] expected) =>
        Assert.That(SpecificCharacterSet.Default.DecodeValues(Bytes(bytes), vr), Is.EqualTo(expected));

    [TestCase("\n", DicomVR.LT)]
    [TestCase("\r\n", DicomVR.UT)]
    [TestCase("\f", DicomVR.ST)]
    [TestCase("\t", DicomVR.LT)]
    [TestCase("\\", DicomVR.LO)]
    [TestCase("^", DicomVR.PN)]
    [TestCase("=", DicomVR.PN)]
    public void Delimiter_BringsBackTheSetsOfValueOne(string delimiter, DicomVR vr)
    {
        SpecificCharacterSet set = Set("ISO 2022 IR 100\\ISO 2022 IR 126");

        Assert.That(set.Encode("Ω" + delimiter + "é", vr), Is.EqualTo(Bytes("\u001b-F\u00D9\u001b-A" + delimiter + "\u00E9")));
        Assert.That(set.Decode(Bytes("\u001b-F\u00D9" + delimiter + "\u00E9"), vr), Is.EqualTo("Ω" + delimiter + "é"));
    }

    [TestCase("^", DicomVR.LO)]
    [TestCase("\\", DicomVR.LT)]
    public void NoDelimiterInThatVR_KeepsTheActiveSet(string character, DicomVR vr) =>
        Assert.That(Set("ISO 2022 IR 100\\ISO 2022 IR 126").Decode(Bytes("\u001b-F\u00D9" + character + "\u00D9"), vr), Is.EqualTo("Ω" + character + "Ω"));

    [TestCase("ISO IR 100", "ISO_IR 100")]
    [TestCase("ISO-IR 100", "ISO_IR 100")]
    [TestCase("ISO_IR_100", "ISO_IR 100")]
    [TestCase("iso_ir 100 ", "ISO_IR 100")]
    [TestCase("ISO8859-1", "ISO_IR 100")]
    [TestCase("UTF8", "ISO_IR 192")]
    [TestCase("UTF-8", "ISO_IR 192")]
    [TestCase("ISO 2022 IR 192", "ISO_IR 192")]
    [TestCase("ISO_2022_IR_87", "ISO 2022 IR 87")]
    [TestCase("ISO_IR 87", "ISO 2022 IR 87")]
    [TestCase("\\ISO-2022-IR-149", "\\ISO 2022 IR 149")]
    [TestCase("ISO_IR 100\\ISO_IR 144", "ISO 2022 IR 100\\ISO 2022 IR 144")]
    [TestCase("ISO_IR 100\\ISO_IR 192", "ISO_IR 192")]
    public void Parse_Misspelled_IsTakenForTheTermMeant(string terms, string meant)
    {
        SpecificCharacterSet set = Set(terms);

        Assert.That(string.Join('\\', set.Terms), Is.EqualTo(meant));
        Assert.That(set.UnknownTerms, Is.Empty);
        Assert.That(set.IsConformant, Is.False);
    }

    [TestCase("")]
    [TestCase("ISO_IR 6")]
    [TestCase("ISO 2022 IR 6")]
    public void Parse_DefaultRepertoire_HasNoTerms(string terms) => Assert.That(Set(terms).Terms, Is.Empty);

    [Test]
    public void Parse_SameTerms_ReturnsSameSet()
    {
        SpecificCharacterSet first = Set("\\ISO 2022 IR 87");

        Assert.That(Set("\\ISO 2022 IR 87"), Is.SameAs(first));
        Assert.That(SpecificCharacterSet.Parse([]), Is.SameAs(SpecificCharacterSet.Default));
    }

    [TestCase("Müller", "M\u00C3\u00BCller")]
    [TestCase("Müller", "M\u00FCller")]
    public void Decode_UnknownTerm_GuessesUtf8ThenLatin1AndSaysSo(string expected, string bytes)
    {
        SpecificCharacterSet set = Set("KOI8");

        Assert.That(set.UnknownTerms, Is.EqualTo(new[] { "KOI8" }));
        Assert.That(set.IsConformant, Is.False);
        Assert.That(set.Decode(Bytes(bytes), DicomVR.LO, out bool isExact), Is.EqualTo(expected));
        Assert.That(isExact, Is.False);
    }

    [TestCase("Müller", "M\u00C3\u00BCller")]
    [TestCase("Müller", "M\u00FCller")]
    public void Decode_HighBytesInDefaultRepertoire_GuessesUtf8ThenLatin1(string expected, string bytes) =>
        Assert.That(SpecificCharacterSet.Default.Decode(Bytes(bytes), DicomVR.PN), Is.EqualTo(expected));

    [Test]
    public void Decode_EscapeForgottenAfterDelimiter_StillReadsTheOnlySetThereCanBe()
    {
        Assert.That(Set("\\ISO 2022 IR 149").Decode(Bytes("\u001b$)C\u00D1\u00CE^\u00D4\u00D7"), DicomVR.PN), Is.EqualTo("吉^洞"));
        Assert.That(Set("ISO 2022 IR 149").Decode(Bytes("\u00D1\u00CE"), DicomVR.PN), Is.EqualTo("吉"));
    }

    [Test]
    public void Decode_EscapeOfAnUndeclaredSet_IsFollowed()
    {
        Assert.That(SpecificCharacterSet.Default.Decode(Bytes("\u001b$B;3ED\u001b(B"), DicomVR.LO, out bool isExact), Is.EqualTo("山田"));
        Assert.That(isExact, Is.False);
    }

    [Test]
    public void Decode_OldJisEscape_IsReadAsJisX0208() =>
        Assert.That(Set("\\ISO 2022 IR 87").Decode(Bytes("\u001b$@;3ED\u001b(J"), DicomVR.LO), Is.EqualTo("山田"));

    [TestCase("\\ISO 2022 IR 87", "\u001b$B;", "\uFFFD")]
    [TestCase("\\ISO 2022 IR 87", "\u001b$B;\n", "\uFFFD\n")]
    [TestCase("\\ISO 2022 IR 149", "\u001b$)C\u00D1", "\uFFFD")]
    [TestCase("\\ISO 2022 IR 149", "\u001b$)C\u00D1^", "\uFFFD^")]
    [TestCase("\\ISO 2022 IR 87", "\u001b$Z", "\u001b$Z")]
    [TestCase("ISO_IR 192", "A\u00C3", "A\uFFFD")]
    [TestCase("ISO_IR 127", "\u00A1", "\uFFFD")]
    public void Decode_BrokenBytes_KeepsPlaceAndIsNotExact(string terms, string bytes, string expected)
    {
        Assert.That(Set(terms).Decode(Bytes(bytes), DicomVR.PN, out bool isExact), Is.EqualTo(expected));
        Assert.That(isExact, Is.False);
    }

    [Test]
    public void Decode_VRThatTheSetDoesNotGovern_IsDefaultRepertoire() =>
        Assert.That(Set("ISO_IR 144").Decode(Bytes("A\u00FC"), DicomVR.CS), Is.EqualTo("Aü"));

    [TestCase("ISO_IR 100", "A\u6F22", "U+6F22 (character 2 of 2) has no code in ISO_IR 100.")]
    [TestCase("", "é", "U+00E9 (character 1 of 1) has no code in the default repertoire.")]
    [TestCase("\\ISO 2022 IR 87", "𠮷", "U+20BB7 (character 1 of 2) has no code in \\ISO 2022 IR 87.")]
    [TestCase("GBK", "😀", "U+1F600 (character 1 of 2) has no code in GBK.")]
    [TestCase("ISO_IR 100", "\u001b", "U+001B (character 1 of 1) has no code in ISO_IR 100.")]
    public void Encode_NoCode_ThrowsAndNamesTheCharacter(string terms, string text, string message)
    {
        Assert.That(() => Set(terms).Encode(text, DicomVR.LO), Throws.TypeOf<DicomDataException>().With.Message.EqualTo(message));
        Assert.That(Set(terms).CanEncode(text, DicomVR.LO), Is.False);
    }

    [TestCase("ISO_IR 100", "A漢ü", "A?\u00FC")]
    [TestCase("\\ISO 2022 IR 87", "山😀田", "\u001b$B;3\u001b(B?\u001b$BED\u001b(B")]
    [TestCase("GBK", "王😀王", "\u00CD\u00F5?\u00CD\u00F5")]
    public void Encode_NoCodeAndReplace_WritesOneQuestionMark(string terms, string text, string expected) =>
        Assert.That(Set(terms).Encode(text, DicomVR.LO, EncodingFallback.Replace), Is.EqualTo(Bytes(expected)));

    [TestCase("ISO_IR 192")]
    [TestCase("GB18030")]
    [TestCase("\\ISO 2022 IR 87")]
    public void Encode_LoneSurrogate_HasNoCode(string terms)
    {
        string text = "A" + (char)0xD800 + "B"; // no literal: attributes hold UTF-8

        Assert.That(Set(terms).CanEncode(text, DicomVR.LO), Is.False);
        Assert.That(() => Set(terms).Encode(text, DicomVR.LO), Throws.TypeOf<DicomDataException>().With.Message.StartsWith("U+D800 (character 2 of 3)"));
        Assert.That(Set(terms).Encode(text, DicomVR.LO, EncodingFallback.Replace), Is.EqualTo("A?B"u8.ToArray()));
    }

    [TestCase("ISO_IR 13", DicomVR.LO, false)]
    [TestCase("ISO_IR 13", DicomVR.PN, false)]
    [TestCase("ISO_IR 13", DicomVR.LT, true)]
    public void Encode_YenWhereItsCodeIsADelimiter_HasNoCode(string terms, DicomVR vr, bool expected) =>
        Assert.That(Set(terms).CanEncode("¥", vr), Is.EqualTo(expected));

    [Test]
    public void Encode_SetWithoutCodeExtensions_WritesNoEscape() =>
        Assert.That(Set("ISO_IR 13").CanEncode("\\", DicomVR.LT), Is.False);

    [Test]
    public void Encode_SignOfAnotherMapping_IsWrittenWithTheCodeOfTheSame()
    {
        Assert.That(Set("\\ISO 2022 IR 87").Encode("１～２", DicomVR.LO), Is.EqualTo(Set("\\ISO 2022 IR 87").Encode("１〜２", DicomVR.LO)));
        Assert.That(Set("\\ISO 2022 IR 58").Encode("约翰・王", DicomVR.LO), Is.EqualTo(Set("\\ISO 2022 IR 58").Encode("约翰·王", DicomVR.LO)));
    }

    [Test]
    public void Encode_SignThatAnotherDeclaredSetHas_IsNotReplacedByALikeOne()
    {
        SpecificCharacterSet set = Set("\\ISO 2022 IR 87\\ISO 2022 IR 149");

        Assert.That(set.Decode(set.Encode("山∥", DicomVR.LO), DicomVR.LO), Is.EqualTo("山∥"));
    }

    [Test]
    public void Encode_SpaceBetweenKanji_IsWrittenInTheSingleByteSet() =>
        Assert.That(Set("\\ISO 2022 IR 87").Encode("山 田", DicomVR.LO), Is.EqualTo(Bytes("\u001b$B;3\u001b(B \u001b$BED\u001b(B")));

    [Test]
    public void Decode_Ascii_AllocatesTheStringOnly()
    {
        byte[] bytes = Bytes("DOE^JOHN");
        SpecificCharacterSet set = Set("ISO 2022 IR 13\\ISO 2022 IR 87");

        const int StringOfEight = 40;

        Assert.That(Allocations.OfHundred(() => set.Decode(bytes, DicomVR.PN)), Is.EqualTo(100 * StringOfEight));
    }
}
