using Pacs.Core;

namespace Pacs.Network;

/// <summary>Chooses the presentation contexts of a C-GET. Pure.</summary>
internal static class GetContextPlan
{
    /// <summary>Most contexts for storage: one is for the C-GET.</summary>
    public const int MaxContexts = MovePlan.MaxContexts - 1;

    /// <summary>What archives hold most, images first, so that they get the contexts for compressed syntaxes.</summary>
    public static IReadOnlyList<DicomUid> CommonSopClasses { get; } =
    [
        DicomUid.CTImageStorage, DicomUid.MRImageStorage, DicomUid.ComputedRadiographyImageStorage,
        DicomUid.DigitalXRayImageStorageForPresentation, DicomUid.UltrasoundImageStorage, DicomUid.UltrasoundMultiFrameImageStorage,
        DicomUid.XRayAngiographicImageStorage, DicomUid.XRayRadiofluoroscopicImageStorage, DicomUid.SecondaryCaptureImageStorage,
        DicomUid.DigitalMammographyXRayImageStorageForPresentation, DicomUid.BreastTomosynthesisImageStorage,
        DicomUid.EnhancedCTImageStorage, DicomUid.EnhancedMRImageStorage, DicomUid.NuclearMedicineImageStorage,
        DicomUid.PositronEmissionTomographyImageStorage, DicomUid.VLPhotographicImageStorage,
        DicomUid.VLEndoscopicImageStorage, DicomUid.OphthalmicPhotography8BitImageStorage,
        DicomUid.DigitalXRayImageStorageForProcessing, DicomUid.DigitalMammographyXRayImageStorageForProcessing,
        DicomUid.DigitalIntraOralXRayImageStorageForPresentation, DicomUid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
        DicomUid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage, DicomUid.MultiFrameTrueColorSecondaryCaptureImageStorage,
        DicomUid.VLWholeSlideMicroscopyImageStorage, DicomUid.RTImageStorage, DicomUid.RTDoseStorage, DicomUid.RTStructureSetStorage,
        DicomUid.RTPlanStorage, DicomUid.SegmentationStorage, DicomUid.GrayscaleSoftcopyPresentationStateStorage,
        DicomUid.BasicTextSRStorage, DicomUid.EnhancedSRStorage, DicomUid.ComprehensiveSRStorage, DicomUid.XRayRadiationDoseSRStorage,
        DicomUid.KeyObjectSelectionDocumentStorage, DicomUid.EncapsulatedPDFStorage, DicomUid.SpatialRegistrationStorage,
        DicomUid.TwelveLeadECGWaveformStorage, DicomUid.EnhancedXAImageStorage,
    ];

    /// <summary>Syntaxes by how often archives hold them.</summary>
    public static IReadOnlyList<TransferSyntax> CommonSyntaxes { get; } =
    [
        TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.JPEGLosslessSV1,
        TransferSyntax.JPEG2000Lossless, TransferSyntax.JPEGBaseline8Bit, TransferSyntax.JPEGLSLossless, TransferSyntax.RLELossless,
        TransferSyntax.JPEG2000, TransferSyntax.HTJ2KLossless, TransferSyntax.JPEGExtended12Bit, TransferSyntax.DeflatedExplicitVRLittleEndian,
        TransferSyntax.ExplicitVRBigEndian,
    ];

    /// <summary>One context a class with the first syntax, then rounds over the classes for the further syntaxes, as long as there is room.</summary>
    /// <remarks>
    /// A syntax of its own context is surely accepted by a peer that holds it; of several in one context the peer chooses one before it knows
    /// what it will send. Where room ends, the last context of a class offers the rest together.
    /// </remarks>
    /// <exception cref="ArgumentException">No class or syntax, or more classes than contexts.</exception>
    public static IReadOnlyList<ProposedContext> Make(GetOptions options)
    {
        IReadOnlyList<DicomUid> classes = [.. options.SopClasses.Distinct()];
        IReadOnlyList<TransferSyntax> syntaxes = [.. options.TransferSyntaxes.Distinct()];
        if (classes.Count is 0 or > MaxContexts) throw new ArgumentException($"A C-GET can receive 1 to {MaxContexts} SOP classes, not {classes.Count}.", nameof(options));
        if (syntaxes.Count == 0) throw new ArgumentException("A C-GET needs a transfer syntax to receive.", nameof(options));

        var contexts = new List<ProposedContext>();
        for (int c = 0; c < classes.Count; c++)
        {
            // Rounds: class c has a context of its own for syntax r as long as r full rounds and its place in this one fit.
            int own = 0;
            while (own < syntaxes.Count && own * classes.Count + c < MaxContexts) own++;
            for (int s = 0; s < own; s++)
            {
                IReadOnlyList<TransferSyntax> offered = s == own - 1 ? [.. syntaxes.Skip(s)] : [syntaxes[s]];
                contexts.Add(new ProposedContext(classes[c], offered, ContextRoles.Scp));
            }
        }

        return contexts;
    }
}
