using Pacs.Tests;

namespace Pacs.Core.Tests;

public sealed class CharsetFilesTests
{
    [TestCase("chrArab", "قباني^لنزار")]
    [TestCase("chrFren", "Buc^Jérôme")]
    [TestCase("chrFrenMulti", "Buc^Jérôme")]
    [TestCase("chrGerm", "Äneas^Rüdiger")]
    [TestCase("chrGreek", "Διονυσιος")]
    [TestCase("chrH31", "Yamada^Tarou=山田^太郎=やまだ^たろう")]
    [TestCase("chrH32", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう")]
    [TestCase("chrHbrw", "שרון^דבורה")]
    [TestCase("chrI2", "Hong^Gildong=洪^吉洞=홍^길동")]
    [TestCase("chrJapMulti", "やまだ^たろう")]
    [TestCase("chrJapMultiExplicitIR6", "やまだ^たろう")]
    [TestCase("chrKoreanMulti", "김희중")]
    [TestCase("chrRuss", "Люкceмбypг")]
    [TestCase("chrX1", "Wang^XiaoDong=王^小東")]
    [TestCase("chrX2", "Wang^XiaoDong=王^小东")]
    public async Task File_ReadsItsPatientName(string name, string expected)
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File($"charset/{name}.dcm"));
        string text = file.Dataset.GetString(DicomTag.PatientName)!;

        Assert.That(PersonName.Parse(text).ToString(), Is.EqualTo(expected));
        Assert.That(file.Dataset.CharacterSet.IsConformant, Is.True);
        if (name.EndsWith("Multi", StringComparison.Ordinal)) Assert.That(file.Dataset.GetStrings(DicomTag.OtherPatientNames), Is.EqualTo(new[] { expected, expected }));
    }

    [TestCase("chrSQEncoding")]
    [TestCase("chrSQEncoding1")]
    public async Task SequenceItem_HasItsOwnCharacterSetOrThatOfItsParent(string name)
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File($"charset/{name}.dcm"));
        DicomDataset item = file.Dataset.Select(e => e.GetSequence()).First(s => s is { Count: > 0 })![0];

        Assert.That(item.GetString(DicomTag.PatientName), Is.EqualTo("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"));
    }
}
