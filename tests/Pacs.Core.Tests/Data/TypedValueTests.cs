using CsCheck;

namespace Pacs.Core.Tests.Data;

[Category("PS3.5 §6.2")]
public sealed class TypedValueTests
{
    private static readonly DicomTag Private = new(0x0029_1010);

    [Test]
    public void SetNumbers_ThenGet_GivesTheSameNumbers_InEveryIntegerVR()
    {
        Gen.Long.Array[1, 5].Sample(values => RoundTrips(DicomVR.SV, values, dataset => dataset.GetInt64s(Private)));
        Gen.ULong.Array[1, 5].Sample(values => RoundTrips(DicomVR.UV, values, dataset => dataset.GetUInt64s(Private)));
        Gen.ULong.Array[1, 5].Sample(values => RoundTrips(DicomVR.OV, values, dataset => dataset.GetUInt64s(Private)));
        Gen.UInt.Array[1, 5].Sample(values => RoundTrips(DicomVR.OL, values, dataset => dataset.GetUInt32s(Private)));
        Gen.UInt.Array[1, 5].Sample(values => RoundTrips(DicomVR.UL, values, dataset => dataset.GetUInt32s(Private)));
        Gen.Int.Array[1, 5].Sample(values => RoundTrips(DicomVR.SL, values, dataset => dataset.GetInt32s(Private)));
        Gen.Int.Array[1, 5].Sample(values => RoundTrips(DicomVR.IS, values, dataset => dataset.GetInt32s(Private)));
        Gen.Short.Array[1, 5].Sample(values => RoundTrips(DicomVR.SS, values, dataset => dataset.GetInt16s(Private)));
        Gen.UShort.Array[1, 5].Sample(values => RoundTrips(DicomVR.OW, values, dataset => dataset.GetUInt16s(Private)));
        Gen.Float.Array[1, 5].Sample(values => RoundTrips(DicomVR.OF, values, dataset => dataset.GetSingles(Private)));
        Gen.Double.Array[1, 5].Sample(values => RoundTrips(DicomVR.FD, values, dataset => dataset.GetDoubles(Private)));
    }

    [Test]
    public void GetUInt64_AboveTheSignedRange_IsThere()
    {
        var dataset = new DicomDataset();
        dataset.SetNumbers(Private, DicomVR.UV, ulong.MaxValue);
        Assert.That(dataset.GetUInt64(Private), Is.EqualTo(ulong.MaxValue));
        Assert.That(dataset.GetInt64(Private), Is.Null);
        Assert.That(dataset.GetString(Private), Is.EqualTo("18446744073709551615"));
    }

    [Test]
    public void SetNumbers_ThatTheVRCannotHold_IsRefused()
    {
        var dataset = new DicomDataset();
        Assert.That(() => dataset.SetInt32(DicomTag.Rows, 70_000), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => dataset.SetInt32(DicomTag.Rows, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => dataset.SetDouble(DicomTag.SliceThickness, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => dataset.SetInt64(DicomTag.InstanceNumber, 3_000_000_000), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => dataset.SetNumbers(DicomTag.ReferencedImageSequence, DicomVR.SQ, 1), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void GetDoubles_WithOneMalformed_IsEmptyRatherThanShifted()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ImagePositionPatient, @"1\two\3");
        Assert.That(dataset.GetDoubles(DicomTag.ImagePositionPatient), Is.Empty);
        Assert.That(dataset.GetDouble(DicomTag.ImagePositionPatient, 2), Is.EqualTo(3));
        Assert.That(dataset.GetDouble(DicomTag.ImagePositionPatient, 1), Is.Null);
        Assert.That(dataset.GetDouble(DicomTag.ImagePositionPatient, 3), Is.Null);
        Assert.That(dataset.GetDouble(DicomTag.ImagePositionPatient, -1), Is.Null);
    }

    [Test]
    public void GetDecimal_KeepsAllDigitsOfADecimalString()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PixelSpacing, @"0.1234567890123\1e-3");
        Assert.That(dataset.GetDecimals(DicomTag.PixelSpacing), Is.EqualTo(new[] { 0.1234567890123m, 0.001m }));
    }

    [Test]
    public void GetInt32_OfAnUnknownVRThatTheDictionaryKnows_ReadsIt()
    {
        // PS3.5 §6.2.2: the value of UN is implicit little endian, whatever the transfer syntax.
        byte[] bytes = [0, 0x28, 0, 0x10, (byte)'U', (byte)'N', 0, 0, 0, 0, 0, 2, 0x00, 0x02];
        DicomDataset dataset = DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRBigEndian);
        Assert.That(dataset.GetInt32(DicomTag.Rows), Is.EqualTo(512));
        Assert.That(dataset.Single().VR, Is.EqualTo(DicomVR.UN));
        Assert.That(dataset.Single().ValueVR, Is.EqualTo(DicomVR.US));
    }

    [TestCase("20260131", 2026, 1, 31)]
    [TestCase("2026.01.31", 2026, 1, 31)]
    public void GetDate_BothForms_GiveTheDay(string text, int year, int month, int day)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.StudyDate, text);
        Assert.That(dataset.GetDate(DicomTag.StudyDate), Is.EqualTo(new DateOnly(year, month, day)));
    }

    [TestCase("20260231")]
    [TestCase("today")]
    [TestCase("2026")]
    public void GetDate_Malformed_IsNull(string text)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.StudyDate, text);
        Assert.That(dataset.GetDate(DicomTag.StudyDate), Is.Null);
        Assert.That(() => dataset.RequireDate(DicomTag.StudyDate), Throws.InstanceOf<DicomDataException>());
    }

    [Test]
    public void GetTime_OfAnyPrecision_IsItsFirstInstant()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.StudyTime, "10");
        dataset.Set(DicomTag.SeriesTime, "10:30:15.25");
        Assert.That(dataset.GetTime(DicomTag.StudyTime), Is.EqualTo(new TimeOnly(10, 0)));
        Assert.That(dataset.GetTime(DicomTag.SeriesTime), Is.EqualTo(new TimeOnly(10, 30, 15, 250)));
    }

    [TestCase("2026", DateTimePrecision.Year)]
    [TestCase("202601", DateTimePrecision.Month)]
    [TestCase("20260131", DateTimePrecision.Day)]
    [TestCase("2026013110", DateTimePrecision.Hour)]
    [TestCase("202601311030", DateTimePrecision.Minute)]
    [TestCase("20260131103015-0500", DateTimePrecision.Second)]
    [TestCase("20260131103015.2", DateTimePrecision.Tenth)]
    [TestCase("20260131103015.123456+1400", DateTimePrecision.Microsecond)]
    [TestCase("99991231", DateTimePrecision.Day)]
    public void DateTime_Parsed_KnowsItsPrecisionAndIsWrittenBack(string text, DateTimePrecision precision)
    {
        DicomDateTime moment = DicomDateTime.Parse(text);
        Assert.That(moment.Precision, Is.EqualTo(precision));
        Assert.That(moment.ToString(), Is.EqualTo(text));
        Assert.That(moment.First(), Is.LessThan(moment.Last()));
    }

    [TestCase("2026+1500")]
    [TestCase("20260132")]
    [TestCase("202601311")]
    [TestCase("")]
    public void DateTime_Malformed_IsNotParsed(string text) => Assert.That(DicomDateTime.TryParse(text, out _), Is.False);

    [Test]
    public void GetDateTime_OfDateAndTime_TakesTheOffsetOfTheDataSet()
    {
        var dataset = new DicomDataset();
        dataset.SetDate(DicomTag.StudyDate, new DateOnly(2026, 1, 31));
        dataset.SetTime(DicomTag.StudyTime, new TimeOnly(10, 30));
        dataset.Set(DicomTag.TimezoneOffsetFromUTC, "+0100");
        Assert.That(dataset.GetDateTime(DicomTag.StudyDate, DicomTag.StudyTime), Is.EqualTo(new DicomDateTime(new DateTime(2026, 1, 31, 10, 30, 0), DateTimePrecision.Second, TimeSpan.FromHours(1))));
        dataset.Set(DicomTag.StudyTime, "noon");
        Assert.That(dataset.GetDateTime(DicomTag.StudyDate, DicomTag.StudyTime)?.Precision, Is.EqualTo(DateTimePrecision.Day));
    }

    [TestCase("018M", 18, AgeUnit.Months)]
    [TestCase("5y", 5, AgeUnit.Years)]
    public void GetAge_GivesCountAndUnit(string text, int count, AgeUnit unit)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientAge, text);
        Assert.That(dataset.GetAge(DicomTag.PatientAge), Is.EqualTo(new DicomAge(count, unit)));
    }

    [TestCase("2026-01-31", "2026-02-05", "005D")]
    [TestCase("2026-01-31", "2026-03-01", "004W")]
    [TestCase("2025-01-31", "2026-01-30", "011M")]
    [TestCase("1980-06-15", "2026-06-14", "045Y")]
    public void AgeBetween_UsesTheUnitOfThatAge(string birth, string day, string expected) =>
        Assert.That(DicomAge.Between(DateOnly.Parse(birth), DateOnly.Parse(day)).ToString(), Is.EqualTo(expected));

    [Test]
    public void GetPersonName_HasItsComponents()
    {
        var dataset = new DicomDataset();
        dataset.SetPersonName(DicomTag.PatientName, new PersonName(new PersonNameGroup("Doe", "Jane", prefix: "Dr.")));
        Assert.That(dataset.GetPersonName(DicomTag.PatientName)?.Alphabetic.Prefix, Is.EqualTo("Dr."));
        Assert.That(dataset.GetString(DicomTag.PatientName), Is.EqualTo("Doe^Jane^^Dr."));
        Assert.That(dataset.GetPersonName(DicomTag.ReferringPhysicianName), Is.Null);
    }

    [Test]
    public void GetTags_OfAnAttributeTag_GivesAll()
    {
        var dataset = new DicomDataset();
        dataset.SetTag(DicomTag.FrameIncrementPointer, DicomTag.FrameTime, DicomTag.PixelData);
        Assert.That(dataset.GetTags(DicomTag.FrameIncrementPointer), Is.EqualTo(new[] { DicomTag.FrameTime, DicomTag.PixelData }));
    }

    [Test]
    public void GetUri_OfAnAddress_ParsesIt()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.RetrieveURL, "https://pacs.example/studies/1.2 ");
        Assert.That(dataset.GetUri(DicomTag.RetrieveURL)?.Host, Is.EqualTo("pacs.example"));
    }

    private static bool RoundTrips<T>(DicomVR vr, T[] values, Func<DicomDataset, T[]> read)
        where T : struct, System.Numerics.INumber<T>
    {
        var dataset = new DicomDataset();
        dataset.SetNumbers(Private, vr, values);
        foreach (TransferSyntax syntax in (TransferSyntax[])[TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian])
            if (!read(DicomDataset.Parse(DicomDatasetTests.Encode(dataset, syntax), syntax)).SequenceEqual(values)) return false;
        return read(dataset).SequenceEqual(values);
    }
}
