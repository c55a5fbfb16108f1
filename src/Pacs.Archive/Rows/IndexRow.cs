namespace Pacs.Archive;

/// <summary>What an index knows of one entity, for <see cref="RowComposer"/>: the runs of its level and those above, and what it counts.</summary>
public ref struct IndexRow
{
    /// <summary>The run of the patient at patient level, else that of the study.</summary>
    public ReadOnlySpan<byte> Top { get; set; }

    /// <summary>The run of the series, from series level down.</summary>
    public ReadOnlySpan<byte> Series { get; set; }

    /// <summary>The run of the instance, at image level.</summary>
    public ReadOnlySpan<byte> Image { get; set; }

    /// <summary>Studies, series and instances of the patient. Needed where <see cref="RowComposer.NeedsPatientCounts"/>.</summary>
    public (long Studies, long Series, long Instances) PatientCounts { get; set; }

    /// <summary>Series and instances of the study.</summary>
    public (long Series, long Instances) StudyCounts { get; set; }

    /// <summary>Instances of the series.</summary>
    public long SeriesInstances { get; set; }

    /// <summary>Modalities in the study, parted by backslashes.</summary>
    public ReadOnlySpan<byte> Modalities { get; set; }

    /// <summary>SOP classes in the study, parted by backslashes.</summary>
    public ReadOnlySpan<byte> SopClasses { get; set; }

    /// <summary>The UID of the transfer syntax the instance is stored in.</summary>
    public ReadOnlySpan<byte> TransferSyntax { get; set; }
}
