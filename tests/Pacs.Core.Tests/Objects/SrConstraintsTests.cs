using Pacs.Core.Tests.Peers;

namespace Pacs.Core.Tests.Objects;

/// <summary>The tables of relationships against those of DCMTK: every source, relationship and target of every class.</summary>
[Category("PS3.3 §A.35")]
public sealed class SrConstraintsTests
{
    private static readonly DicomUid[] Classes =
        [DicomUid.BasicTextSRStorage, DicomUid.EnhancedSRStorage, DicomUid.ComprehensiveSRStorage, DicomUid.Comprehensive3DSRStorage, DicomUid.KeyObjectSelectionDocumentStorage];

    private static readonly string[] Relationships =
    [
        SrRelationship.Contains, SrRelationship.HasProperties, SrRelationship.HasObservationContext, SrRelationship.HasAcquisitionContext, SrRelationship.InferredFrom,
        SrRelationship.SelectedFrom, SrRelationship.HasConceptModifier,
    ];

    private static readonly string[] Types =
        ["CONTAINER", "TEXT", "CODE", "NUM", "DATETIME", "DATE", "TIME", "UIDREF", "PNAME", "COMPOSITE", "IMAGE", "WAVEFORM", "SCOORD", "SCOORD3D", "TCOORD"];

    // Rows that came into the standard after the version that DCMTK follows: reports may have circumstances of their own as a heading.
    private static readonly string[] Newer = ["CONTAINER HAS OBS CONTEXT CONTAINER"];

    [Test]
    [Category("Peers")]
    public async Task EveryRelation_IsAllowedWhereDcmtkReadsIt()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            List<(string Path, string Relation, bool IsAllowed)> relations = [];
            foreach (DicomUid sopClass in Classes)
                foreach (string source in Types.Where(SrConstraints.Of(sopClass)!.AllowsType))
                    foreach (string relationship in Relationships)
                        foreach (string target in Types)
                        {
                            if (!IsReachable(sopClass, source)) continue;
                            string path = Path.Combine(folder.FullName, $"{relations.Count}.dcm");
                            await SaveAsync(path, sopClass, source, relationship, target);
                            SrConstraints constraints = SrConstraints.Of(sopClass)!;
                            bool isAllowed = constraints.AllowsType(target) && constraints.Allows(source, relationship, target, isByReference: false);
                            relations.Add((path, $"{sopClass.Keyword} {source} {relationship} {target}", isAllowed));
                        }

            List<string> differences = [];
            foreach ((string Path, string Relation, bool IsAllowed)[] some in relations.Chunk(500))
            {
                (_, _, string errors) = await PeerTool.RunAsync("dsrdump", ["-Ph", .. some.Select(relation => relation.Path)]);
                string[] lines = errors.Split('\n');
                foreach ((string path, string relation, bool isAllowed) in some)
                {
                    bool isRead = !Array.Exists(lines, line => line.Contains($"{path}", StringComparison.Ordinal));
                    if (isRead != isAllowed && !Array.Exists(Newer, relation.EndsWith)) differences.Add($"{relation}: {(isAllowed ? "we" : "dsrdump")} alone");
                }
            }

            Assert.That(relations, Has.Count.GreaterThan(4000));
            Assert.That(differences, Is.Empty, string.Join('\n', differences.Take(60)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void ByReference_IsAllowedOnlyWhereTheClassHasIt()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Allows(DicomUid.EnhancedSRStorage, "TEXT", SrRelationship.InferredFrom, "IMAGE"), Is.False);
            Assert.That(Allows(DicomUid.ComprehensiveSRStorage, "TEXT", SrRelationship.InferredFrom, "IMAGE"), Is.True);
            Assert.That(Allows(DicomUid.ComprehensiveSRStorage, "TEXT", SrRelationship.HasConceptModifier, "CODE"), Is.False);
            Assert.That(Allows(DicomUid.ComprehensiveSRStorage, "CONTAINER", SrRelationship.Contains, "CONTAINER"), Is.False);
            Assert.That(Allows(DicomUid.ExtensibleSRStorage, "IMAGE", SrRelationship.SelectedFrom, "TABLE"), Is.True);
        });

        static bool Allows(DicomUid sopClass, string source, string relationship, string target) => SrConstraints.Of(sopClass)!.Allows(source, relationship, target, isByReference: true);
    }

    /// <summary>Whether the root may contain such an item, so that something can be put below it.</summary>
    private static bool IsReachable(DicomUid sopClass, string source) =>
        source == "CONTAINER" || SrConstraints.Of(sopClass)!.Allows("CONTAINER", SrRelationship.Contains, source, isByReference: false);

    private static async Task SaveAsync(string path, DicomUid sopClass, string source, string relationship, string target)
    {
        var root = new ContainerItem(SrCodes.OfInterest) { TemplateId = "2010" };
        ContentItem at = root;
        if (source != "CONTAINER")
        {
            at = Item(source);
            root.Add(at);
        }

        at.Add(relationship, Item(target));
        DicomDataset dataset = new ObjectContext { PatientId = "P1" }.Begin(sopClass, sopClass == DicomUid.KeyObjectSelectionDocumentStorage ? "KO" : "SR");
        dataset.Set(DicomTag.CompletionFlag, "COMPLETE");
        dataset.Set(DicomTag.VerificationFlag, "UNVERIFIED");
        ContentTreeWriter.Write(root, dataset);
        await new DicomFile(dataset).SaveAsync(path);
    }

    private static ContentItem Item(string type)
    {
        CodedConcept name = SrCodes.Finding;
        var image = new InstanceReference(new DicomUid("1.2.3"), new DicomUid("1.2.3.4"), new InstanceId(DicomUid.CTImageStorage, new DicomUid("1.2.3.4.5")));
        return type switch
        {
            "CONTAINER" => new ContainerItem(name),
            "TEXT" => new TextItem(name, "text"),
            "CODE" => new CodeItem(name, SrCodes.Finding),
            "NUM" => new NumericItem(name, 1, SrCodes.NoUnits),
            "DATETIME" => new DateTimeItem(name, "20260102101112"),
            "DATE" => new DateItem(name, "20260102"),
            "TIME" => new TimeItem(name, "101112"),
            "UIDREF" => new UidItem(name, new DicomUid("1.2.3")),
            "PNAME" => new PersonNameItem(name, "Reader^Rita"),
            "COMPOSITE" => new CompositeItem(name, image with { Instance = image.Instance with { SopClass = DicomUid.BasicTextSRStorage } }),
            "IMAGE" => new ImageItem(name, image),
            "WAVEFORM" => new WaveformItem(name, image with { Instance = image.Instance with { SopClass = DicomUid.TwelveLeadECGWaveformStorage } }),
            "SCOORD" => new SpatialItem(name, "POINT", [(1, 1)]),
            "SCOORD3D" => new Spatial3DItem(name, "POINT", [(1, 2, 3)], new DicomUid("1.2.8")),
            "TCOORD" => new TemporalItem(name, "POINT") { SamplePositions = [1] },
            _ => throw new ArgumentException(type),
        };
    }
}
