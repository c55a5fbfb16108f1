using System.Globalization;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.Testing;

/// <summary>Makes index entries out of nothing: the same ones for the same seed.</summary>
public sealed class SyntheticEntries
{
    private static readonly string[] FamilyNames =
        ["DOE", "Doe", "MÜLLER", "Muller", "SMITH", "O'NEIL", "VAN DER BERG", "DO[E", "Åström", "GARCÍA", "Łukasz", "ÆGIR", "ROE", "D?E", "SCHMIDT"];
    private static readonly string[] GivenNames = ["JOHN", "Jane", "", "Zoë", "PER", "MARIA LUISA", "J", "john", "ÖRJAN"];
    private static readonly string[] Modalities = ["CT", "MR", "US", "SR", "PR", "MG"];
    private static readonly string[] Descriptions = ["CHEST", "Chest pa", "ABDOMEN W/O", "HEAD*", "", "Knie links [2]", "THORAX"];
    private static readonly DicomUid[] SopClasses = [DicomUid.CTImageStorage, DicomUid.MRImageStorage, DicomUid.BasicTextSRStorage];

    private readonly Random _random;
    private int _count;

    /// <summary>Makes a source of entries.</summary>
    public SyntheticEntries(int seed) => _random = new Random(seed);

    /// <summary>An entry of a small world: few patients, studies and series, so that entries meet; attributes often differ within an entity, and are often absent.</summary>
    public IndexEntry Next()
    {
        int patient = _random.Next(6), study = _random.Next(3), series = _random.Next(3);
        // Now and then a study turns up under another patient, and a series in another study.
        int studyOwner = _random.Next(12) == 0 ? 0 : patient, seriesOwner = _random.Next(12) == 0 ? 0 : study;
        var attributes = new DicomDataset();
        if (_random.Next(3) > 0) attributes.Set(DicomTag.SpecificCharacterSet, _random.Next(2) == 0 ? "ISO_IR 192" : "ISO_IR 100");
        string patientId = patient == 5 ? string.Empty : $"PID{patient}";
        attributes.Set(DicomTag.PatientID, patientId);
        if (_random.Next(5) == 0) attributes.Set(DicomTag.IssuerOfPatientID, "HOSPITAL");
        Maybe(attributes, DicomTag.PatientName, Name);
        Maybe(attributes, DicomTag.PatientBirthDate, () => Date(1950));
        Maybe(attributes, DicomTag.PatientSex, () => Pick("M", "F", "O"));
        Maybe(attributes, DicomTag.StudyDate, () => Date(2025));
        Maybe(attributes, DicomTag.StudyTime, Time);
        Maybe(attributes, DicomTag.AccessionNumber, () => $"A{_random.Next(8):000}");
        Maybe(attributes, DicomTag.StudyID, () => _random.Next(4).ToString(CultureInfo.InvariantCulture));
        Maybe(attributes, DicomTag.StudyDescription, () => Pick(Descriptions));
        Maybe(attributes, DicomTag.ReferringPhysicianName, Name);
        Maybe(attributes, DicomTag.Modality, () => Pick(Modalities));
        Maybe(attributes, DicomTag.SeriesNumber, () => _random.Next(5).ToString(CultureInfo.InvariantCulture));
        Maybe(attributes, DicomTag.SeriesDescription, () => Pick(Descriptions));
        Maybe(attributes, DicomTag.BodyPartExamined, () => Pick("CHEST", "HEAD"));
        Maybe(attributes, DicomTag.InstanceNumber, () => (_random.Next(2) == 0 ? " " : "0") + _random.Next(4).ToString(CultureInfo.InvariantCulture));
        Maybe(attributes, DicomTag.AcquisitionDateTime, () => Date(2025) + Time());
        if (_random.Next(2) == 0) attributes.SetUInt16(DicomTag.Rows, (ushort)(_random.Next(2) == 0 ? 256 : 512));
        if (_random.Next(3) == 0) attributes.Set(DicomTag.RequestAttributesSequence, new DicomSequence(Request(), Request()));
        return Make(attributes, patientId, Uid($"1.{studyOwner}.{study}"), Uid($"2.{studyOwner}.{seriesOwner}.{series}"), Uid($"3.{_count++}"), Pick(SopClasses));
    }

    /// <summary>Instances of many studies as an archive has them: one to three studies a patient, consistent attributes, dates over several years.</summary>
    /// <param name="studies">Number of studies.</param>
    /// <param name="seriesPerStudy">Series in each.</param>
    /// <param name="imagesPerSeries">Instances in each of these.</param>
    public IEnumerable<IndexEntry> Archive(int studies, int seriesPerStudy, int imagesPerSeries)
    {
        for (int study = 0; study < studies; study++)
        {
            int patient = study * 2 / 3;
            var person = new Random(patient);
            string name = $"{FamilyNames[person.Next(FamilyNames.Length)]}{person.Next(1000)}^{GivenNames[person.Next(GivenNames.Length)]}";
            string date = new DateTime(2020, 1, 1).AddDays(_random.Next(2000)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            string modality = Pick(Modalities);
            for (int series = 0; series < seriesPerStudy; series++)
                for (int image = 0; image < imagesPerSeries; image++)
                {
                    DicomDataset attributes = Header(patient, name, date, study, modality, series, image);
                    yield return Make(attributes, $"P{patient:000000}", Uid($"1.{study}"), Uid($"2.{study}.{series}"), Uid($"3.{study}.{series}.{image}"), DicomUid.CTImageStorage);
                }
        }
    }

    /// <summary>An entry with these attributes and new UIDs where it states none.</summary>
    public IndexEntry Entry(string patientId, string study, string series, string instance, Action<DicomDataset>? change = null)
    {
        var attributes = new DicomDataset();
        attributes.Set(DicomTag.PatientID, patientId);
        change?.Invoke(attributes);
        return Make(attributes, patientId, new DicomUid(study), new DicomUid(series), new DicomUid(instance), attributes.GetUid(DicomTag.SOPClassUID) ?? DicomUid.CTImageStorage);
    }

    private IndexEntry Make(DicomDataset attributes, string patientId, DicomUid study, DicomUid series, DicomUid instance, DicomUid sopClass)
    {
        attributes.Set(DicomTag.SOPClassUID, sopClass);
        attributes.Set(DicomTag.SOPInstanceUID, instance);
        attributes.Set(DicomTag.StudyInstanceUID, study);
        attributes.Set(DicomTag.SeriesInstanceUID, series);
        return new IndexEntry
        {
            Id = new InstanceId(sopClass, instance),
            Study = study,
            Series = series,
            PatientId = patientId,
            TransferSyntax = _random.Next(2) == 0 ? TransferSyntax.ExplicitVRLittleEndian : TransferSyntax.JPEG2000Lossless,
            Blob = new BlobAddress($"segment/{_random.Next(100)}/{_random.Next()}"),
            DatasetLength = _random.Next(1, 1_000_000),
            ContentHash = new UInt128((ulong)_random.NextInt64(), (ulong)_random.NextInt64()),
            ReceivedAt = DateTimeOffset.UnixEpoch.AddSeconds(_random.Next()),
            CallingAe = "MODALITY",
            Attributes = attributes,
        };
    }

    private static DicomDataset Header(int patient, string name, string date, int study, string modality, int series, int image)
    {
        var header = new DicomDataset();
        header.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        header.Set(DicomTag.ImageType, "ORIGINAL\\PRIMARY\\AXIAL");
        header.Set(DicomTag.StudyDate, date);
        header.Set(DicomTag.SeriesDate, date);
        header.Set(DicomTag.ContentDate, date);
        header.Set(DicomTag.StudyTime, "101500");
        header.Set(DicomTag.SeriesTime, "101800.5");
        header.Set(DicomTag.AccessionNumber, $"ACC{study:0000000}");
        header.Set(DicomTag.Modality, modality);
        header.Set(DicomTag.Manufacturer, "SYNTHETIC");
        header.Set(DicomTag.InstitutionName, "GENERAL HOSPITAL");
        header.Set(DicomTag.ReferringPhysicianName, "REFERRER^A");
        header.Set(DicomTag.StudyDescription, $"STUDY {study % 17}");
        header.Set(DicomTag.SeriesDescription, $"SERIES {series}");
        header.Set(DicomTag.PatientName, name);
        header.Set(DicomTag.PatientID, $"P{patient:000000}");
        header.Set(DicomTag.PatientBirthDate, $"19{patient % 90 + 10}0{patient % 9 + 1}15");
        header.Set(DicomTag.PatientSex, patient % 2 == 0 ? "M" : "F");
        header.Set(DicomTag.BodyPartExamined, "CHEST");
        header.Set(DicomTag.ProtocolName, "ROUTINE");
        header.Set(DicomTag.StudyID, study.ToString(CultureInfo.InvariantCulture));
        header.SetInt32(DicomTag.SeriesNumber, series + 1);
        header.SetInt32(DicomTag.InstanceNumber, image + 1);
        header.Set(DicomTag.ImagePositionPatient, $"-250\\-250\\{image * 2}");
        header.Set(DicomTag.ImageOrientationPatient, "1\\0\\0\\0\\1\\0");
        header.Set(DicomTag.FrameOfReferenceUID, Uid($"4.{study}"));
        header.Set(DicomTag.PixelSpacing, "0.976562\\0.976562");
        header.Set(DicomTag.SliceLocation, (image * 2).ToString(CultureInfo.InvariantCulture));
        header.SetUInt16(DicomTag.Rows, 512);
        header.SetUInt16(DicomTag.Columns, 512);
        header.SetUInt16(DicomTag.BitsAllocated, 16);
        return header;
    }

    private void Maybe(DicomDataset attributes, DicomTag tag, Func<string> value)
    {
        if (_random.Next(4) == 0) return;
        // Without a character set there is ASCII only.
        attributes.Set(tag, attributes.Contains(DicomTag.SpecificCharacterSet) ? value() : SearchText.RemoveAccents(value()));
    }

    private DicomDataset Request()
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ScheduledProcedureStepID, $"SPS{_random.Next(3)}");
        item.Set(DicomTag.RequestedProcedureID, $"RP{_random.Next(3)}");
        return item;
    }

    // Only letters that ISO_IR 100 has too.
    private string Name()
    {
        string family = Pick(FamilyNames).Replace('Ł', 'L'), name = $"{family}^{Pick(GivenNames)}";
        return _random.Next(6) switch { 0 => name + "^^", 1 => $" {family} ^ {Pick(GivenNames)}", 2 => $"{name}={Pick(FamilyNames).Replace('Ł', 'L')}", _ => name };
    }

    private string Date(int year) =>
        _random.Next(10) == 0 ? "2025.01.0" + _random.Next(1, 10).ToString(CultureInfo.InvariantCulture)
        : _random.Next(20) == 0 ? "unknown"
        : $"{year + _random.Next(2)}{_random.Next(1, 13):00}{_random.Next(1, 4):00}";

    private string Time() => _random.Next(3) switch { 0 => $"{_random.Next(24):00}", 1 => $"{_random.Next(24):00}{_random.Next(60):00}", _ => $"{_random.Next(24):00}{_random.Next(60):00}{_random.Next(60):00}.{_random.Next(1000):000}" };

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    private static DicomUid Uid(string suffix) => new($"1.2.826.0.1.3680043.10.999.{suffix}");
}
