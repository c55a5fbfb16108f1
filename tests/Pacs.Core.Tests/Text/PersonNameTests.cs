using CsCheck;

namespace Pacs.Core.Tests;

[Category("PS3.5 §6.2.1")]
public sealed class PersonNameTests
{
    [Test]
    public void Parse_ThreeGroups_TellsGroupsAndComponents()
    {
        PersonName name = PersonName.Parse("Adams^John Robert^Quincy^Rev.^B.A. M.Div.=山田^太郎=やまだ^たろう");

        Assert.That(name.Alphabetic, Is.EqualTo(new PersonNameGroup("Adams", "John Robert", "Quincy", "Rev.", "B.A. M.Div.")));
        Assert.That(name.Ideographic, Is.EqualTo(new PersonNameGroup("山田", "太郎")));
        Assert.That(name.Phonetic, Is.EqualTo(new PersonNameGroup("やまだ", "たろう")));
        Assert.That((name.Family, name.Given), Is.EqualTo(("Adams", "John Robert")));
    }

    [TestCase("=山田^太郎", "山田")]
    [TestCase("==やまだ", "やまだ")]
    [TestCase("", "")]
    public void Family_IsThatOfTheFirstWritingThereIs(string text, string expected) => Assert.That(PersonName.Parse(text).Family, Is.EqualTo(expected));

    [TestCase("Adams^John^^^", "Adams^John")]
    [TestCase("Adams^John==", "Adams^John")]
    [TestCase("Adams ^John ", "Adams^John")]
    [TestCase("^^^^Jr.", "^^^^Jr.")]
    [TestCase("A^B^C^D^E^F", "A^B^C^D^E^F")]
    [TestCase("A=B=C=D", "A=B=C=D")]
    [TestCase("=山田^太郎=", "=山田^太郎")]
    [TestCase("^^=^^ \0", "")]
    [TestCase("", "")]
    public void ToString_GivesTheValueBack_WithoutEmptyEnds(string text, string expected) => Assert.That(PersonName.Parse(text).ToString(), Is.EqualTo(expected));

    [Test]
    public void ParseThenToString_AnyText_IsStable() =>
        Gen.OneOf('^', '=', ' ', 'a', 'é', '山', '\0').Array[0, 30].Sample(chars =>
        {
            PersonName name = PersonName.Parse(chars);
            return PersonName.Parse(name.ToString()) == name;
        });

    [Test]
    public void NameWithoutText_IsDefault()
    {
        Assert.That(PersonName.Parse("^^==").IsEmpty, Is.True);
        Assert.That(PersonName.Parse("^^=="), Is.EqualTo(default(PersonName)));
        Assert.That(new PersonName(new PersonNameGroup("")), Is.EqualTo(default(PersonName)));
    }

    [TestCase("doe^john", "DOE^JOHN")]
    [TestCase("Doe^John  M. ", " DOE^JOHN M.")]
    [TestCase("MU\u0308LLER", "Müller")]
    [TestCase("οδυσσεύς", "ΟΔΥΣΣΕΎΣ")]
    [TestCase("Иванов", "ИВАНОВ")]
    public void ToComparable_NamesThatDifferInCaseSpacesOrComposition_AreEqual(string one, string other) =>
        Assert.That(PersonName.Parse(one).ToComparable(), Is.EqualTo(PersonName.Parse(other).ToComparable()));

    [TestCase("Müller", "MULLER")]
    [TestCase("Łódź^Ångström", "LODZ^ANGSTROM")]
    [TestCase("Strauß", "STRAUSS")]
    [TestCase("Bjørn^Ægir", "BJORN^AEGIR")]
    [TestCase("Nguyễn", "NGUYEN")]
    [TestCase("Οδυσσεύς", "ΟΔΥΣΣΕΥΣ")]
    public void ToComparable_IgnoringAccents_LeavesThemOut(string text, string expected)
    {
        Assert.That(PersonName.Parse(text).ToComparable(ignoreAccents: true), Is.EqualTo(expected));
        Assert.That(PersonName.Parse(text).ToComparable(), Is.Not.EqualTo(expected));
    }

    [TestCase("がき^だいき")]
    [TestCase("สมชาย")]
    [TestCase("홍^길동")]
    [TestCase("山田=𠮷野")]
    public void ToComparable_MarksThatTellWordsApart_Stay(string text) =>
        Assert.That(PersonName.Parse(text).ToComparable(ignoreAccents: true), Is.EqualTo(text));

    [Test]
    public void ToComparable_AnyText_NeverThrows() =>
        Gen.Char.Array[0, 20].Sample(chars =>
        {
            PersonName.Parse(chars).ToComparable();
            PersonName.Parse(chars).ToComparable(ignoreAccents: true);
        });
}
