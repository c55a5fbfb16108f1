#pragma warning disable CS1591
namespace Pacs.Core;
public sealed class DicomDataset { }
