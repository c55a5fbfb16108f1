namespace Pacs.Core.Tests.Data;

public sealed class EditingTests
{
    private static readonly TransferSyntax Explicit = TransferSyntax.ExplicitVRLittleEndian;
    private static readonly DicomPrivateTag Dose = new("ACME 1.0", 0x0029, 0x10);

    [Test]
    [Category("PS3.5 §7.8.1")]
    public void ReserveTag_TakesTheFirstFreeBlock()
    {
        var dataset = new DicomDataset();
        dataset.Set(new DicomTag(0x0029_0010), DicomVR.LO, "OTHER");
        dataset.Set(new DicomTag(0x0029_1101), DicomVR.LO, "of nobody");
        DicomTag tag = dataset.ReserveTag(Dose);
        Assert.That(tag, Is.EqualTo(new DicomTag(0x0029_1210)));
        Assert.That(dataset.GetPrivateCreator(tag), Is.EqualTo("ACME 1.0"));
        Assert.That(dataset.ReserveTag(Dose with { Element = 0x11 }), Is.EqualTo(new DicomTag(0x0029_1211)));
        Assert.That(dataset.FindTag(new DicomPrivateTag("NOBODY", 0x0029, 1)), Is.Null);
    }

    [Test]
    public void ReserveTag_AllBlocksTaken_IsRefused()
    {
        var dataset = new DicomDataset();
        for (int block = 0x10; block <= 0xFF; block++) dataset.Set(new DicomTag(0x0029, (ushort)block), DicomVR.LO, "OTHER");
        Assert.That(() => dataset.ReserveTag(Dose), Throws.InstanceOf<DicomDataException>());
    }

    [Test]
    public void PrivateDictionary_WithAnEntryOfOnesOwn_GivesVRAndName()
    {
        var options = new DicomReadOptions { PrivateDictionary = PrivateDictionary.Default.With(DictionaryEntry.Private("ACME 1.0", 0x0029, 0x10, "Dose", DicomVR.DS)) };
        var written = new DicomDataset();
        written.Set(written.ReserveTag(Dose), DicomVR.DS, "1.5");
        DicomDataset read = DicomDataset.Parse(DicomDatasetTests.Encode(written, TransferSyntax.ImplicitVRLittleEndian), TransferSyntax.ImplicitVRLittleEndian, options);
        DicomElement element = read.GetElement((DicomPath)Dose)!.Value;
        Assert.That(element.GetDouble(), Is.EqualTo(1.5));
        Assert.That(element.Entry?.Keyword, Is.EqualTo("Dose"));
    }

    [Test]
    public void RemovePrivate_AlsoInItems_LeavesTheStandardElements()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientID, "P");
        dataset.Set(dataset.ReserveTag(Dose), DicomVR.DS, "1");
        DicomDataset item = dataset.AddItem(DicomTag.ReferencedImageSequence);
        item.Set(item.ReserveTag(Dose), DicomVR.DS, "1");
        dataset.RemovePrivate();
        Assert.That(dataset.Select(element => element.Tag), Is.EqualTo(new[] { DicomTag.ReferencedImageSequence, DicomTag.PatientID }));
        Assert.That(item, Is.Empty);
    }

    [TestCase(MergePolicy.KeepExisting, "A", null)]
    [TestCase(MergePolicy.FillEmpty, "A", "filled")]
    [TestCase(MergePolicy.Overwrite, "B", "filled")]
    public void Merge_FollowsThePolicy(MergePolicy policy, string? patient, string? description)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientID, "A");
        dataset.Set(DicomTag.StudyDescription, "");
        var other = new DicomDataset();
        other.Set(DicomTag.PatientID, "B");
        other.Set(DicomTag.StudyDescription, "filled");
        other.Set(DicomTag.StudyID, "new");
        dataset.Merge(other, policy);
        Assert.That(dataset.GetString(DicomTag.PatientID), Is.EqualTo(patient));
        Assert.That(dataset.GetString(DicomTag.StudyDescription), Is.EqualTo(description));
        Assert.That(dataset.GetString(DicomTag.StudyID), Is.EqualTo("new"));
    }

    [Test]
    [Category("PS3.5 §7.8.1")]
    public void Merge_OfPrivateElements_MovesThemToTheirCreatorsBlock()
    {
        var dataset = new DicomDataset();
        dataset.Set(new DicomTag(0x0029_0010), DicomVR.LO, "OTHER");
        var other = new DicomDataset();
        other.Set(other.ReserveTag(Dose), DicomVR.DS, "2.5");
        dataset.Merge(other, MergePolicy.KeepExisting);
        Assert.That(dataset.FindTag(Dose), Is.EqualTo(new DicomTag(0x0029_1110)));
        Assert.That(dataset.GetDouble(new DicomTag(0x0029_1110)), Is.EqualTo(2.5));
    }

    [Test]
    public void Differences_NameThePlaces()
    {
        DicomDataset left = Sample(), right = Sample();
        Assert.That(left.ContentEquals(right), Is.True);
        Assert.That(DicomDatasetComparer.Default.GetHashCode(left), Is.EqualTo(DicomDatasetComparer.Default.GetHashCode(right)));
        right.Set("ReferencedImageSequence[1].ReferencedSOPInstanceUID", "1.9");
        right.SetUInt16(DicomTag.Rows, 2);
        right.Set(DicomTag.StudyID, "only here");
        Assert.That(DicomDatasetComparer.Differences(left, right).Select(path => path.ToString()),
            Is.EqualTo(new[] { "ReferencedImageSequence[1].ReferencedSOPInstanceUID", "StudyID", "Rows" }));
    }

    [Test]
    public void ContentEquals_WhateverTheEncoding_IsTrue()
    {
        DicomDataset dataset = Sample();
        foreach (TransferSyntax syntax in (TransferSyntax[])[TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian])
            Assert.That(DicomDataset.Parse(DicomDatasetTests.Encode(dataset, syntax), syntax).ContentEquals(dataset), Is.True);
    }

    [Test]
    [Category("PS3.5 §6.1")]
    public void WriteTo_AfterTheCharacterSetChanged_EncodesTheTextAnew()
    {
        DicomDataset dataset = DicomDataset.Parse(DicomDatasetTests.Encode(Latin(), Explicit), Explicit);
        _ = dataset.GetSequence(DicomTag.ReferencedStudySequence);
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        DicomDataset again = DicomDataset.Parse(DicomDatasetTests.Encode(dataset, Explicit), Explicit);
        Assert.That(again.CharacterSet.Terms, Is.EqualTo(SpecificCharacterSet.Utf8.Terms));
        Assert.That(again.GetString(DicomTag.PatientName), Is.EqualTo("Müller"));
        Assert.That(again.GetString("ReferencedStudySequence[0].StudyDescription"), Is.EqualTo("Schädel"));
        Assert.That(again.GetBytes(DicomTag.PatientName).Span.SequenceEqual("Müller "u8), Is.True);
    }

    [Test]
    [Category("PS3.5 §6.1")]
    public void Add_OfAnItemReadInAnotherCharacterSet_EncodesItsTextAnew()
    {
        DicomDataset source = DicomDataset.Parse(DicomDatasetTests.Encode(Latin(), Explicit), Explicit);
        var target = new DicomDataset();
        target.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        target.Set(DicomTag.ReferencedStudySequence, new DicomSequence(source.GetSequence(DicomTag.ReferencedStudySequence)![0].Copy()));
        DicomDataset again = DicomDataset.Parse(DicomDatasetTests.Encode(target, Explicit), Explicit);
        Assert.That(again.GetString("ReferencedStudySequence[0].StudyDescription"), Is.EqualTo("Schädel"));
    }

    [Test]
    public void WriteTo_TextThatTheCharacterSetLacks_NamesTheElement()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientName, "Müller");
        Assert.That(() => DicomDatasetTests.Encode(dataset, Explicit), Throws.InstanceOf<DicomDataException>().With.Property(nameof(DicomDataException.Tag)).EqualTo(DicomTag.PatientName));
    }

    [Test]
    public void Parse_WithACharacterSetOfTheCallers_BelievesIt()
    {
        byte[] bytes = [0x10, 0, 0x10, 0, (byte)'P', (byte)'N', 6, 0, 0xD6, 0xBB, 0xC4, 0xC4, 0xEF, 0xE4];
        DicomDataset dataset = DicomDataset.Parse(bytes, Explicit, new DicomReadOptions { CharacterSet = SpecificCharacterSet.Parse(["ISO_IR 144"]) });
        Assert.That(dataset.GetString(DicomTag.PatientName), Does.Match(@"^\p{IsCyrillic}+$"));
    }

    [Test]
    public void Add_OfADataSetToItself_IsRefused()
    {
        var dataset = new DicomDataset();
        DicomDataset item = dataset.AddItem(DicomTag.ReferencedStudySequence);
        Assert.That(() => item.Set(DicomTag.ReferencedSeriesSequence, new DicomSequence(dataset)), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void WriteTo_AfterAnItemInsideUnknownChanged_WritesTheChange()
    {
        // UN of stated length that holds an item in implicit VR.
        byte[] bytes = [0x09, 0, 0x10, 0x10, (byte)'U', (byte)'N', 0, 0, 18, 0, 0, 0, 0xFE, 0xFF, 0x00, 0xE0, 10, 0, 0, 0, 0x10, 0, 0x20, 0, 2, 0, 0, 0, (byte)'A', (byte)'B'];
        DicomDataset dataset = DicomDataset.Parse(bytes, Explicit);
        dataset.Set("(0009,1010)[0].PatientID", "CHANGED");
        DicomDataset again = DicomDataset.Parse(DicomDatasetTests.Encode(dataset, Explicit), Explicit);
        Assert.That(again.GetString("(0009,1010)[0].PatientID"), Is.EqualTo("CHANGED"));
    }

    private static DicomDataset Latin()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100");
        dataset.Set(DicomTag.PatientName, "Müller");
        dataset.AddItem(DicomTag.ReferencedStudySequence).Set(DicomTag.StudyDescription, "Schädel");
        return dataset;
    }

    private static DicomDataset Sample()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientID, "P1");
        dataset.SetUInt16(DicomTag.Rows, 1);
        dataset.SetBytes(DicomTag.EncapsulatedDocument, DicomVR.OB, [1, 2, 3]);
        dataset.AddItem(DicomTag.ReferencedImageSequence).Set(DicomTag.ReferencedSOPInstanceUID, "1.1");
        dataset.AddItem(DicomTag.ReferencedImageSequence).Set(DicomTag.ReferencedSOPInstanceUID, "1.2");
        return dataset;
    }
}
