using System.Collections.Frozen;

namespace Pacs.Core;

/// <summary>Which items a class of structured reports lets stand below which, and how related (PS3.3 §A.35, tables "Relationship Content Constraints").</summary>
internal sealed class SrConstraints
{
    private const string Any = "*";
    private const string Said = "TEXT CODE DATETIME DATE TIME UIDREF PNAME";   // what can be said in words and codes
    private const string Measured = $"{Said} NUM";
    private const string Instances = "COMPOSITE IMAGE WAVEFORM";
    private const string Shapes = "SCOORD TCOORD";

    // Source types, relationship, target types: a row of the table each.
    private static readonly SrConstraints Basic = new(isByReferenceAllowed: false, $"{Said} {Instances} CONTAINER", // Table A.35.1-2
    [
        ("CONTAINER", SrRelationship.Contains, $"{Said} {Instances} CONTAINER"),
        ("CONTAINER", SrRelationship.HasObservationContext, $"{Said} COMPOSITE"),
        ($"CONTAINER {Instances}", SrRelationship.HasAcquisitionContext, Said),
        (Any, SrRelationship.HasConceptModifier, "TEXT CODE"),
        ("TEXT", SrRelationship.HasProperties, $"{Said} {Instances}"),
        ("PNAME", SrRelationship.HasProperties, Said),
        ("TEXT", SrRelationship.InferredFrom, $"{Said} {Instances}"),
    ]);

    private static readonly SrConstraints Enhanced = new(isByReferenceAllowed: false, $"{Measured} {Instances} {Shapes} CONTAINER", // Table A.35.2-2
    [
        ("CONTAINER", SrRelationship.Contains, $"{Measured} {Instances} {Shapes} CONTAINER"),
        ("CONTAINER", SrRelationship.HasObservationContext, $"{Measured} COMPOSITE"),
        ($"CONTAINER NUM {Instances}", SrRelationship.HasAcquisitionContext, Measured),
        (Any, SrRelationship.HasConceptModifier, "TEXT CODE"),
        ("TEXT CODE NUM", SrRelationship.HasProperties, $"{Measured} {Instances} {Shapes}"),
        ("PNAME", SrRelationship.HasProperties, Said),
        ("TEXT CODE NUM", SrRelationship.InferredFrom, $"{Measured} {Instances} {Shapes}"),
        ("SCOORD", SrRelationship.SelectedFrom, "IMAGE"),
        ("TCOORD", SrRelationship.SelectedFrom, "SCOORD IMAGE WAVEFORM"),
    ]);

    private static readonly SrConstraints Comprehensive = new(isByReferenceAllowed: true, $"{Measured} {Instances} {Shapes} CONTAINER", ComprehensiveRows(Shapes)); // Table A.35.3-2

    private static readonly SrConstraints Comprehensive3D = // Table A.35.13-2
        new(isByReferenceAllowed: true, $"{Measured} {Instances} {Shapes} SCOORD3D CONTAINER", ComprehensiveRows($"{Shapes} SCOORD3D"));

    private static readonly SrConstraints Extensible = new(isByReferenceAllowed: true, Any, // Table A.35.15-2
    [
        ("CONTAINER", SrRelationship.Contains, Any),
        (Any, SrRelationship.HasProperties, Any),
        (Any, SrRelationship.HasObservationContext, Any),
        (Any, SrRelationship.HasAcquisitionContext, Any),
        (Any, SrRelationship.InferredFrom, Any),
        (Any, SrRelationship.SelectedFrom, Any),
        (Any, SrRelationship.HasConceptModifier, Any),
    ]);

    private static readonly SrConstraints KeyObjects = new(isByReferenceAllowed: false, $"TEXT CODE UIDREF PNAME {Instances} CONTAINER", // Table A.35.4-2
    [
        ("CONTAINER", SrRelationship.Contains, $"TEXT {Instances}"),
        ("CONTAINER", SrRelationship.HasObservationContext, "TEXT CODE UIDREF PNAME"),
        ("CONTAINER", SrRelationship.HasConceptModifier, "CODE"),
    ]);

    private readonly bool _isByReferenceAllowed;
    private readonly FrozenSet<string> _types;
    private readonly FrozenSet<(string Source, string Relationship, string Target)> _relations;

    private SrConstraints(bool isByReferenceAllowed, string types, IEnumerable<(string Sources, string Relationship, string Targets)> rows)
    {
        _isByReferenceAllowed = isByReferenceAllowed;
        _types = types.Split(' ').ToFrozenSet();
        _relations = rows.SelectMany(static row =>
            from source in row.Sources.Split(' ')
            from target in row.Targets.Split(' ')
            select (source, row.Relationship, target)).ToFrozenSet();
    }

    /// <summary>The constraints of a class; null for a class that is no structured report, or one whose constraints are not known.</summary>
    public static SrConstraints? Of(DicomUid sopClass) =>
        sopClass == DicomUid.BasicTextSRStorage ? Basic
        : sopClass == DicomUid.EnhancedSRStorage ? Enhanced
        : sopClass == DicomUid.ComprehensiveSRStorage ? Comprehensive
        : sopClass == DicomUid.Comprehensive3DSRStorage ? Comprehensive3D
        : sopClass == DicomUid.ExtensibleSRStorage ? Extensible
        : sopClass == DicomUid.KeyObjectSelectionDocumentStorage ? KeyObjects
        : null;

    /// <summary>Whether an item of the type may stand in the tree at all.</summary>
    public bool AllowsType(string type) => _types.Contains(type) || _types.Contains(Any);

    /// <summary>Whether an item may be related so to another one, below it or elsewhere in the tree.</summary>
    public bool Allows(string source, string relationship, string target, bool isByReference)
    {
        if (isByReference && (!_isByReferenceAllowed || relationship == SrRelationship.HasConceptModifier)) return false;
        // By reference a heading would stand in two places (PS3.3 §A.35.3.3.1.2).
        if (isByReference && relationship == SrRelationship.Contains && target == "CONTAINER") return false;
        return _relations.Contains((source, relationship, target)) || _relations.Contains((Any, relationship, target))
            || _relations.Contains((source, relationship, Any)) || _relations.Contains((Any, relationship, Any));
    }

    /// <summary>What the class does not allow in a tree, item by item.</summary>
    public IEnumerable<(ContentItem Item, DicomPath Path, string Message)> Violations(ContainerItem root)
    {
        var pending = new Stack<(ContentItem Item, DicomPath Path, uint[] Place)>();
        pending.Push((root, DicomPath.Root, [1]));
        while (pending.TryPop(out (ContentItem Item, DicomPath Path, uint[] Place) at))
        {
            for (int i = at.Item.Children.Count - 1; i >= 0; i--)
            {
                ContentItem child = at.Item.Children[i];
                string? message = Violation(root, at.Item, at.Place, child);
                if (message is null && child.Children.Count == 0) continue;
                DicomPath path = at.Path.Append(DicomTag.ContentSequence).AtItem(i);
                if (message is not null) yield return (child, path, message);
                if (child.Children.Count > 0) pending.Push((child, path, [.. at.Place, (uint)i + 1]));
            }
        }
    }

    private static (string Sources, string Relationship, string Targets)[] ComprehensiveRows(string shapes) =>
    [
        ("CONTAINER", SrRelationship.Contains, $"{Measured} {Instances} {shapes} CONTAINER"),
        ("TEXT CODE NUM CONTAINER", SrRelationship.HasObservationContext, $"{Measured} COMPOSITE"),
        ("CONTAINER", SrRelationship.HasObservationContext, "CONTAINER"),
        ($"CONTAINER NUM {Instances}", SrRelationship.HasAcquisitionContext, $"{Measured} CONTAINER"),
        (Any, SrRelationship.HasConceptModifier, "TEXT CODE"),
        ("TEXT CODE NUM", SrRelationship.HasProperties, $"{Measured} {Instances} {shapes} CONTAINER"),
        ("PNAME", SrRelationship.HasProperties, Said),
        ("TEXT CODE NUM", SrRelationship.InferredFrom, $"{Measured} {Instances} {shapes} CONTAINER"),
        ("SCOORD", SrRelationship.SelectedFrom, "IMAGE"),
        ("TCOORD", SrRelationship.SelectedFrom, shapes == Shapes ? "SCOORD IMAGE WAVEFORM" : "SCOORD SCOORD3D IMAGE WAVEFORM"),
    ];

    private string? Violation(ContainerItem root, ContentItem source, uint[] place, ContentItem child)
    {
        if (child is not ReferenceItem reference)
        {
            if (!AllowsType(child.ValueType)) return $"No item of {Term(child.ValueType)} is allowed.";
            return Allows(source.ValueType, child.Relationship, child.ValueType, isByReference: false) ? null
                : $"{Term(source.ValueType)} {Term(child.Relationship)} {Term(child.ValueType)} is not allowed.";
        }

        if (!_isByReferenceAllowed) return "No reference to another item is allowed.";
        if (Resolve(root, reference.Path) is not { } target) return "The reference leads to no item.";
        if (reference.Path.Count <= place.Length && place.AsSpan(0, reference.Path.Count).SequenceEqual(reference.Path.ToArray())) return "The reference leads to an item above, which makes a loop.";
        return Allows(source.ValueType, child.Relationship, target.ValueType, isByReference: true) ? null
            : $"{Term(source.ValueType)} {Term(child.Relationship)} {Term(target.ValueType)} is not allowed by reference.";
    }

    // What is no term may be anything, and messages hold no value.
    private static string Term(string text) => Comprehensive3D._types.Contains(text) || Extensible._relations.Contains((Any, text, Any)) || text == SrRelationship.Contains ? text : "(unknown term)";

    private static ContentItem? Resolve(ContentItem root, IReadOnlyList<uint> path)
    {
        if (path.Count == 0 || path[0] != 1) return null;
        ContentItem at = root;
        for (int i = 1; i < path.Count; i++)
        {
            if (path[i] < 1 || path[i] > at.Children.Count) return null;
            at = at.Children[(int)path[i] - 1];
        }

        return at is ReferenceItem ? null : at;
    }
}
